package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CORS without a configured origin. */
@QuarkusTest
class CrossOriginTest extends ServiceTest {

    private static final String ELSEWHERE = "https://department.westmark.example";

    private static RequestSpecification from(String origin) {
        return given().urlEncodingEnabled(false).header("Origin", origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {ELSEWHERE, "null"})
    void anyOriginMayReadPublicResources(String origin) {
        from(origin)
                .get("/v1/items/123456")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .header("Access-Control-Expose-Headers", containsString("ETag"))
                .header("Vary", equalTo(given().get("/v1/items/123456").header("Vary")));
    }

    @Test
    void aPreflightOfAnyOriginAllowsItsHeaders() {
        from(ELSEWHERE)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization,if-none-match")
                .options("/v1/items")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .header("Access-Control-Allow-Headers", equalTo("authorization,if-none-match"))
                .header("Access-Control-Max-Age", equalTo("86400"));
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/items, 405", "DELETE, /v1/items/123456, 405", "PUT, /nothing, 404", "GET, /v1/items/, 404"})
    void aRefusalIsReadableByOtherOrigins(String method, String path, int status) {
        var answer = from(ELSEWHERE).request(method, path).then().statusCode(status);

        answer.contentType("application/problem+json");
    }

    @Test
    void aRefusedUrlIsReadableByOtherOrigins() {
        from(ELSEWHERE)
                .get("/v1/items?q=" + "x".repeat(9_000))
                .then()
                .statusCode(414)
                .header("Access-Control-Allow-Origin", equalTo("*"));
    }

    @Test
    void otherOriginsMayPostToOai() {
        from(ELSEWHERE)
                .contentType("application/x-www-form-urlencoded")
                .body("verb=Identify")
                .post("/oai")
                .then()
                .header("Access-Control-Allow-Origin", equalTo("*"))
                .statusCode(given().get("/oai?verb=Identify").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void otherOriginsMayNotUseDeposits(String method) {
        from(ELSEWHERE)
                .header("Access-Control-Request-Method", "POST")
                .request(method, "/v1/deposits")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", endsWith(":origin-not-allowed"))
                .body("detail", containsString("campus.deposits.origins"))
                .header("Access-Control-Allow-Origin", nullValue())
                .header("WWW-Authenticate", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/%64eposits", "/v1/deposits/%61", "/v1/deposit%73/a;b"})
    void otherOriginsMayNotUseDepositsByAnotherPath(String path) {
        from(ELSEWHERE)
                .post(path)
                .then()
                .statusCode(403)
                .body("type", endsWith(":origin-not-allowed"))
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void theOwnOriginMayUseDeposits(String method) {
        from("http://localhost:" + RestAssured.port)
                .request(method, "/v1/deposits")
                .then()
                .statusCode(404)
                .body("type", endsWith(":no-deposits"));
    }

    @Test
    void theOriginOfTheBaseUrlIsTheOwnOrigin() {
        // As behind a proxy that ends TLS, and sends on to another address.
        from("http://localhost:8080")
                .post("/v1/deposits")
                .then()
                .statusCode(404)
                .body("type", endsWith(":no-deposits"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://campus.example, https://campus.example",
        "https://Campus.example/, https://campus.example",
        "https://campus.example:443/research/data, https://campus.example",
        "https://campus.example:8443/research, https://campus.example:8443",
        "http://campus.example:80, http://campus.example",
        "http://campus.example:443, http://campus.example:443",
        "http://my_host:8080//a, http://my_host:8080",
    })
    void anOriginIsNormalisedAsInBrowsers(String url, String origin) {
        assertThat(CrossOrigin.origin(url)).isEqualTo(origin);
    }
}
