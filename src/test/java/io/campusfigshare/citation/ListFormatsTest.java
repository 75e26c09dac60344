package io.campusfigshare.citation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import de.undercouch.citeproc.ris.RISParser;
import de.undercouch.citeproc.ris.RISReference;
import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jbibtex.BibTeXParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of the sandbox's university from the catalogue. */
@QuarkusTest
class ListFormatsTest extends InstitutionTest {

    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final String MAREN = "0009-0099-0042-0018";

    @BeforeEach
    void filled() {
        sandbox.reset();
        syncs.items();
        syncs.people();
        syncs.departments();
        sandbox.clearLog();
    }

    @Test
    void largePageIsOneBibTexFile() throws Exception {
        sandbox.generate(80, "{}");
        syncs.items();
        String asked = fresh("/v1/items") + "&size=";

        int total = get(asked + "1").jsonPath().getInt("total");
        assertThat(total).isGreaterThan(100);
        assertThat(new BibTeXParser()
                        .parse(new StringReader(
                                get(asked + "1000&format=bibtex").asString()))
                        .getEntries())
                .hasSize(total);
    }

    @Test
    void a_row_of_csv_holds_any_title_and_runs_no_formula() {
        long item = sandbox.publish(
                "{\"title\": \"=cmd|' /C calc'!A0, \\\"quoted\\\" \\n second line\", \"tags\": [\"a, b\", \"c\"]}");
        syncs.items();

        String csv = RestAssured.given()
                .accept("text/csv")
                .get("/v1/items?id=" + item)
                .then()
                .statusCode(200)
                .contentType("text/csv;charset=UTF-8")
                .extract()
                .asString();

        assertThat(csv)
                .startsWith(
                        "id,url,doi,title,type,authors,published,modified,version,license,access,department,keywords,size\r\n");
        assertThat(csv.lines().toList().get(1))
                .contains(item + ",", "\"'=cmd|' /C calc'!A0, \"\"quoted\"\"", "\"a, b; c\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/people/" + MAREN + "/items", "/v1/departments/BIO/items", "/v1/items"})
    void listIsCompleteInEveryFormat(String list) throws Exception {
        String asked = fresh(list);
        int total = get(asked).jsonPath().getInt("total");
        int listed = Math.min(total, 1_000);
        String all = asked + "&size=1000&format=";

        assertThat(total).isPositive();
        assertThat(new BibTeXParser()
                        .parse(new StringReader(get(all + "bibtex").asString()))
                        .getEntries())
                .hasSize(listed);
        assertThat(ris(all + "ris")).hasSize(listed);
        get(all + "csl").then().body("", hasSize(listed)).body("id", everyItem(notNullValue()));
        get(all + "datacite").then().body("", hasSize(listed)).body("creators", everyItem(notNullValue()));
        get(all + "schemaorg")
                .then()
                .body("'@graph'", hasSize(listed))
                .body("'@context'", equalTo("https://schema.org"));
        assertThat(get(asked + "&size=100&format=text").asString().lines()).hasSize(Math.min(total, 100));
    }

    /** Reads all pages of a list, bypassing the cache. */
    private static String fresh(String list) {
        return list + "?published-from=1990-01-01T00:00:00." + ASKED.incrementAndGet() + "Z";
    }

    @Test
    void formatsKeepTheOrderAndPagesOfTheList() throws IOException {
        List<String> titles =
                get("/v1/items?sort=title&size=7&page=2").jsonPath().getList("items.title");
        String second = "/v1/items?sort=title&size=7&page=2&format=ris";

        assertThat(ris(second)).extracting(RISReference::getTitle).containsExactlyElementsOf(titles);
        assertThat(get(second).header("Link")).contains("format=ris&page=3", "rel=\"next\"");
        assertThat(given().header("Accept", "application/x-research-info-systems")
                        .get("/v1/items?sort=title&size=7&page=2")
                        .header("Link"))
                .isEqualTo(get(second).header("Link"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/items?format=bibtex&size=1001, 1000",
        "/v1/items?size=101, 100",
        "/v1/items?format=text&size=101, 100",
        "/v1/items?format=datacite-xml, bibtex",
        "/v1/items?format=bibtex&fields=id, JSON",
        "/v1/items?format=bibtex&facet=type, JSON",
        "/v1/people/" + MAREN + "/items?format=dc, bibtex"
    })
    void formatsThatListsDoNotHaveAreRejected(String path, String says) {
        get(path).then().statusCode(400).contentType("application/problem+json").body("detail", containsString(says));
    }

    @Test
    void unacceptableTypeOfAListIs406() {
        given().header("Accept", "application/vnd.datacite.datacite+xml")
                .get("/v1/items")
                .then()
                .statusCode(406)
                .body("detail", containsString("application/x-bibtex"));
    }

    @Test
    void changeAppearsInEveryFormat() {
        long id = sandbox.publish("{\"title\":\"Before\"}");
        syncs.items();
        get("/v1/items/" + id + "?format=bibtex").then().body(containsString("{{Before}}"));

        sandbox.change(id, "{\"title\":\"After\"}");
        syncs.items();

        soon().untilAsserted(() -> {
            get("/v1/items/" + id + "?format=bibtex").then().body(containsString("{{After}}"));
            get("/v1/items/" + id + "/citation").then().body(containsString("After"));
            // Checks all items, because the newest may be those that another test has generated.
            get("/v1/items?format=ris&size=1000").then().body(containsString("TI  - After"));
        });
    }

    private static List<RISReference> ris(String path) throws IOException {
        return new RISParser().parse(new StringReader(get(path).asString())).getReferences();
    }
}
