package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.campusfigshare.RawAnswer;
import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Path parameters are decoded strictly, or answered 400. */
@QuarkusTest
class PathParameterTest extends ServiceTest {

    private static final List<String> PATHS = List.of(
            "/v1/items/%s",
            "/v1/items/%s/files",
            "/v1/items/123456/versions/%s",
            "/v1/items/123456/files/%s",
            "/v1/items/%s/usage/timeline",
            "/v1/dois/10.1234/%s",
            "/v1/people/%s",
            "/v1/people/%s/items",
            "/v1/people/%s/usage",
            "/v1/departments/%s",
            "/v1/departments/%s/items",
            "/v1/departments/%s/usage/top",
            "/v1/collections/%s/items",
            "/v1/projects/%s",
            "/resourcesync/resourcelist-%s-1.xml",
            "/v1/deposits/%s",
            "/v1/deposits/0b6e5d2c-63d2-4b9b-8d3b-000000000000/files/%s",
            "/v1/deposits/0b6e5d2c-63d2-4b9b-8d3b-000000000000/private-links/%s");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%ff%fe", // no UTF-8
                "%c0%ae", // a dot that is longer than it may be
                "%ed%a0%80", // half of a pair of surrogates
                "%c3", // half of a letter
                "a%zz",
                "a%",
                "a%4",
                "a%00b",
                "a%0d%0aX-Injected:%20yes",
                "ü" // not escaped
            })
    void aMalformedParameterIsRefused(String value) throws IOException {
        for (String path : PATHS) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                String target = path.formatted(value);
                RawAnswer answer = RawAnswer.to(method + " " + target
                        + " HTTP/1.1\r\nHost: campus\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");

                assertThat(answer.status()).as(target).isEqualTo(400);
                assertThat(answer.isProblem()).as(target).isTrue();
                assertThat(answer.headers()).containsKey("x-request-id").doesNotContainKey("x-injected");
            }
        }
        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%D9%A1", "+1", "-1", "%2B1", "01", "1;x=1", "%201", "1e3", "0x1", "99999999999999999999"})
    void aNumberHasOneForm(String number) throws IOException {
        for (String path : List.of(
                "/v1/items/%s",
                "/v1/items/%s/files",
                "/v1/items/%s/usage",
                "/v1/items/123456/versions/%s",
                "/v1/items/123456/files/%s",
                "/v1/collections/%s",
                "/v1/collections/%s/usage/countries",
                "/v1/projects/%s/items",
                "/resourcesync/resourcelist-%s-9.xml",
                "/resourcesync/resourcelist-1-%s.xml")) {
            RawAnswer answer = RawAnswer.to("GET", path.formatted(number));

            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.isProblem()).as(path).isTrue();
        }
    }

    @Test
    void contentTypeOfAGetIsIgnored() {
        given().header("Content-Type", "garbage").get("/v1/items/123456").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/dois/10.1234/a;b, 10.1234/a;b",
        "/v1/dois/10.1234/a%3Bb, 10.1234/a;b",
        "/v1/dois/10.1234/a;b;c=d/e;f, 10.1234/a;b;c=d/e;f",
        "/v1/dois/10.1234/a%2Fb+c, 10.1234/a/b+c",
        "/v1/dois/10.1234/a//b/, 10.1234/a//b/",
        "/v1/dois/10.1234/%25zz, 10.1234/%zz",
        "/v1/dois/10.1234/a%252Fb;, 10.1234/a%2fb;",
        "/v1/dois/10.1234/%C3%BC;%e2%84%96, 10.1234/ü;№"
    })
    void aPathParameterIsDecodedOnce(String path, String meant) throws IOException {
        RawAnswer answer = RawAnswer.to("GET", path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("No public item has the DOI " + meant + ".");
    }

    @Test
    void aSemicolonInAQueryIsPartOfItsValue() {
        get("/v1/items?size=1;page=2").then().statusCode(400).body("detail", containsString("size"));
        get("/v1/items?q=saccharina;page&size=3").then().statusCode(200).body("size", equalTo(3));
    }

    @Test
    void aRewrittenPathIsAnsweredLikeTheCanonicalOne() {
        get("/v1/items/123456;v=1")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:problem-type:campus-figshare:invalid-parameter"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("X-Request-Id", notNullValue())
                .header("Date", notNullValue());
    }
}
