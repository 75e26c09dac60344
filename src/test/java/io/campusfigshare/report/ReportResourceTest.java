package io.campusfigshare.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReportResourceTest extends InstitutionTest {

    @BeforeEach
    void filled() {
        sandbox.reset();
        sandbox.publish("{\"title\":\"=HYPERLINK(\\\"x\\\")\",\"license\":null}");
        syncs.items();
    }

    @Test
    void embargoesAreSortedByEndWithPermanentOnesLast() {
        given().get("/v1/reports/embargoes")
                .then()
                .statusCode(200)
                .body("items.id", hasItems(2000010, 2000012))
                .body("items.find { it.id == 2000010 }.until", startsWith("2099-"))
                .body("items[-1].until", equalTo(null));
    }

    @Test
    void untilExcludesLaterEmbargoes() {
        given().get("/v1/reports/embargoes?until=2098-01-01")
                .then()
                .statusCode(200)
                .body("items.id", not(hasItem(2000010)));
    }

    @Test
    void missingMetadataIsNamed() {
        given().get("/v1/reports/completeness?size=1000")
                .then()
                .statusCode(200)
                .body("items.missing", everyItem(not(empty())))
                .body("items.find { it.id == 2000026 }.missing", hasItem("license"));
    }

    @Test
    void pagesAddUpToTheTotal() {
        int total = given().get("/v1/reports/completeness?size=1").jsonPath().getInt("total");

        given().get("/v1/reports/completeness?size=1000").then().body("items", hasSize(total));
        given().get("/v1/reports/completeness?page=1000")
                .then()
                .body("items", empty())
                .body("total", equalTo(total));
    }

    @Test
    void csvEscapesFormulas() {
        String csv = given().header("Accept", "text/csv")
                .get("/v1/reports/completeness?size=1000")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Vary", containsString("Accept"))
                .extract()
                .asString();

        assertThat(csv).startsWith("id,title,doi,department,missing,url\r\n").contains("\"'=HYPERLINK(\"\"x\"\")\"");
        given().header("Accept", "text/csv")
                .get("/v1/reports/embargoes")
                .then()
                .statusCode(200)
                .body(startsWith("id,title,doi,department,scope,until,url\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"until=soon", "until=2024-02-30", "until=2024-13-01", "page=0", "size=1001"})
    void aWrongParameterIsRefused(String query) {
        given().get("/v1/reports/embargoes?" + query).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void otherFormatsAreNotAcceptable() {
        given().header("Accept", "application/pdf")
                .get("/v1/reports/embargoes")
                .then()
                .statusCode(406);
    }
}
