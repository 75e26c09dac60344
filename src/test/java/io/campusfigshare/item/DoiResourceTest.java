package io.campusfigshare.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DoiResourceTest extends ServiceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1371/journal.pone.0039704",
                "10.1371/JOURNAL.pone.0039704",
                "10.1371%2Fjournal.pone.0039704",
                "https://doi.org/10.1371/journal.pone.0039704",
                "doi:10.1371/journal.pone.0039704"
            })
    void aDoiInAnyFormAnswersItsItem(String doi) {
        get("/v1/dois/" + doi).then().statusCode(200).body("id", equalTo(123456));
    }

    @Test
    void aBaseDoiAnswersTheLatestVersion() {
        get("/v1/dois/10.6084/m9.figshare.5616445")
                .then()
                .statusCode(200)
                .body("id", equalTo(5616445))
                .body("version", equalTo(2));
    }

    @Test
    void aVersionsDoiAnswersThatVersion() {
        get("/v1/dois/10.6084/m9.figshare.5616445.v1").then().statusCode(200).body("version", equalTo(1));
    }

    @Test
    void aSemicolonIsPartOfADoi() {
        long id = sandbox.publish("{\"doi\":\"10.1002/(sici)1097;x=1::aid-1\"}");

        get("/v1/dois/10.1002/(SICI)1097;x=1::AID-1").then().statusCode(200).body("id", equalTo((int) id));
        get("/v1/dois/10.1002/(sici)1097").then().statusCode(404);
    }

    @Test
    void unknownDoiIsNotFound() {
        get("/v1/dois/10.5555/nothing-here")
                .then()
                .statusCode(404)
                .body("detail", containsString("10.5555/nothing-here"));
    }

    @Test
    void aNumberInAForeignDoiIsNotMistakenForOurs() {
        get("/v1/dois/10.5555/other.123456").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "10.1/x", "10.1234", "11.1234/x"})
    void invalidDoiIsRefusedWithoutACall(String doi) {
        get("/v1/dois/" + doi).then().statusCode(400).body("detail", containsString("doi"));

        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }
}
