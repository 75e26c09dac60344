package io.campusfigshare.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid requests are answered with an RFC 9457 problem that says what to do, without internals of the service. */
@QuarkusTest
class ProblemsTest extends ServiceTest {

    @ParameterizedTest
    @CsvSource({
        "/nothing/here, 404, not-found",
        "/, 404, not-found",
        "/v1, 404, not-found",
        "/v1/items/abc, 400, invalid-parameter",
        "/v1/items/0, 400, invalid-parameter",
        "/v1/items/-5, 400, invalid-parameter",
        "/v1/items/99999999999999999999, 400, invalid-parameter",
        "/v1/items/1.5, 400, invalid-parameter",
        "/v1/items/123456/versions/x, 400, invalid-parameter",
        "/v1/items/123456/versions/99999999999, 400, invalid-parameter",
        "/v1/items/123456/files/none, 400, invalid-parameter",
        "/v1/items?published-from=31.12.2020, 400, invalid-parameter",
        "/v1/items?page=0, 400, invalid-parameter",
        "/v1/reference/colours, 404, not-found",
        "/v1/deposits, 404, no-deposits",
        "/v1/deposits/1/files/a, 404, no-deposits"
    })
    void aWrongPathOrValueIsExplained(String path, int status, String name) {
        isProblem(get(path), status, name);
        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void anUnsupportedMethodIsRefusedWithAllow(String method) {
        Response answer = given().request(method, "/v1/items/123456");

        isProblem(answer, 405, "method-not-allowed");
        answer.then().header("Allow", containsString("GET"));
    }

    @Test
    void anUnavailableMediaTypeIsRefused() {
        isProblem(given().header("Accept", "image/png").get("/v1/items/123456"), 406, "not-acceptable");
    }

    @Test
    void aLongHeaderIsRefused() {
        isProblem(
                given().header("X-Long", "x".repeat(20_000)).get("/v1/items/123456"),
                431,
                "request-header-fields-too-large");
    }

    @Test
    void aVeryLongHeaderIsRefused() {
        isProblem(
                given().header("X-Long", "x".repeat(200_000)).get("/v1/items/123456"),
                431,
                "request-header-fields-too-large");
    }

    @Test
    void anUnexpectedBodyIsRefused() {
        isProblem(given().body("x".repeat(100_000)).post("/v1/items"), 413, "request-entity-too-large");
    }

    @Test
    void aLongUrlIsRefused() {
        isProblem(get("/v1/items?q=" + "x".repeat(9_000)), 414, "request-uri-too-long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/items/%00",
                "/v1/items/%2e%2e/%2e%2e/etc/passwd",
                "/v1/items/1%0d%0aX-Injected:%20yes",
                "/v1/items/%ff%fe",
                "/v1/dois/10.1234/%0d%0aSet-Cookie:a=b",
                "/v1/items?q=%00%01%02",
                "/v1/items?sort='%3BDROP TABLE items",
                "/v1/items/..%5c..%5cwindows",
                "//v1//items//x"
            })
    void hostileInputIsAnswered4xx(String target) throws IOException {
        String answer =
                raw("GET " + target.replace(" ", "%20") + " HTTP/1.1\r\nHost: campus\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*");
        assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer).doesNotContainIgnoringCase("\nX-Injected:", "\nSet-Cookie:", "Exception", "java.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Request-Id: a\tb",
                "Accept: ;;;;",
                "Accept: application/json;q=nonsense",
                "Accept-Encoding: ,,;q=",
                "If-None-Match: \"\"\"\"\"",
                "Range: bytes=-1-0",
                "Cache-Control: max-age=-99999999999999999999",
                "traceparent: 00-zz-zz-00"
            })
    void hostileHeadersNeverBreakARead(String header) throws IOException {
        String answer =
                raw("GET /v1/items/123456 HTTP/1.1\r\nHost: campus\r\n" + header + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (200|400|406) .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items/%zz", "/v1/items?q=%zz", "/v1/items?%zz=1"})
    void aMalformedEscapeIsRefused(String target) throws IOException {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: campus\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("content-type: application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: campus\r\nHost: elsewhere\r\n"})
    void aRequestWithoutExactlyOneHostIsRefused(String hosts) throws IOException {
        assertThat(raw("GET /v1/items/123456 HTTP/1.1\r\n" + hosts + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("content-type: application/problem+json");
    }

    @Test
    void retryAfterIsRoundedUpAndNeverZero() {
        assertThat(Problems.seconds(Duration.ZERO)).isEqualTo("1");
        assertThat(Problems.seconds(Duration.ofMillis(1))).isEqualTo("1");
        assertThat(Problems.seconds(Duration.ofMillis(1_001))).isEqualTo("2");
    }

    private static void isProblem(Response answer, int status, String name) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("Cache-Control", equalTo("no-store"))
                .header("X-Request-Id", notNullValue())
                .body("type", equalTo("urn:problem-type:campus-figshare:" + name))
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("instance", startsWith("/"));
        assertThat(answer.asString()).doesNotContain("Exception", "io.campusfigshare.", "java.", "127.0.0.1");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
