package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PagesTest extends ServiceTest {

    private static final Matcher<String> NO_INLINE_SCRIPT = allOf(
            startsWith("default-src 'none';"),
            not(matchesPattern(".*script-src[^;]*unsafe.*")),
            containsString("frame-ancestors 'none'"));

    @Test
    void aReferenceAsHtmlRunsNoScripts() {
        page(given().accept("text/html").get("/v1/items/123456/citation").then().statusCode(200))
                .contentType("text/html")
                .header("Content-Security-Policy", not(containsString("script-src")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/",
                "/docs/index.html",
                "/docs/page.js",
                "/docs/swagger-ui-bundle.js",
                "/docs/swagger-ui-standalone-preset.js",
                "/docs/swagger-ui.css",
                "/docs/theme-feeling-blue.css",
                "/docs/style.css",
                "/docs/favicon.ico"
            })
    void theContractPageRunsItsOwnScriptsOnly(String path) {
        page(given().get(path).then().statusCode(200))
                .header("Content-Security-Policy", containsString("script-src 'self';"));
    }

    @Test
    void theContractPageReplacesTheExampleKeyOfTheContract() {
        String key = given().get("/openapi?format=json")
                .path("paths.'/v1/deposits'.post.parameters.find { it.name == 'Idempotency-Key' }.example");

        given().get("/docs/page.js").then().body(containsString("EXAMPLE_KEY = \"" + key + "\";"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/users", "/docs/users/library@westmark.example"})
    void tokensAreOfferedInDevModeOnly(String path) {
        given().get(path).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/docs/index.html", "/docs"})
    void theContractPageHasNoInlineScripts(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("/openapi"))
                .body(containsString("<script src=\"page.js\">"))
                .body(not(matchesPattern("(?s).*<script(?![^>]* src=).*")))
                .body(not(matchesPattern("(?si).*<[^>]+ (on\\w+|style)=.*")));
    }

    @ParameterizedTest
    @CsvSource({"/v1/items/123456", "/openapi", "/nothing"})
    void otherResponsesHaveNoContentSecurityPolicy(String path) {
        given().get(path)
                .then()
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Content-Security-Policy", nullValue())
                .header("Referrer-Policy", nullValue());
    }

    private static ValidatableResponse page(ValidatableResponse answer) {
        return answer.header("Content-Security-Policy", NO_INLINE_SCRIPT)
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }
}
