package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DoorTest extends ServiceTest {

    @Test
    void aRequestWithoutAnIdGetsOne() {
        get("/v1/items/123456").then().header("X-Request-Id", matchesPattern("[0-9a-f]{16}"));
    }

    @Test
    void aValidRequestIdIsReturned() {
        given().header("X-Request-Id", "cris:2024-05.a_1")
                .get("/v1/items/123456")
                .then()
                .header("X-Request-Id", equalTo("cris:2024-05.a_1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "<script>", "a;b", "ümlaut"})
    void anInvalidRequestIdIsReplaced(String id) {
        given().header("X-Request-Id", id)
                .get("/v1/items/123456")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f]{16}"));
    }

    @Test
    void theTraceIdIsTheRequestId() {
        given().header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .get("/v1/items/123456")
                .then()
                .header("X-Request-Id", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    @Test
    void anInvalidTraceIdIsIgnored() {
        given().header("traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01")
                .get("/v1/items/123456")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f]{16}"));
    }

    @Test
    void everyResponseHasDateAndNosniff() {
        get("/nothing")
                .then()
                .header("Date", matchesPattern("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items/123456", "/v1/items/123456/citation", "/v1/items/123456/linkset"})
    void acceptWithProblemJsonOnlyIsIgnored(String path) {
        given().header("Accept", "application/problem+json").get(path).then().statusCode(200);
    }

    @Test
    void probesAndMetricsAreNotOnThePublicPort() {
        get("/q/health").then().statusCode(404);
        get("/q/metrics").then().statusCode(404);
    }
}
