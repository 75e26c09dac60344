package io.campusfigshare;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.campusfigshare.catalogue.database.PoolTimeout;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks probes, logs and metrics. */
@QuarkusTest
class ObservabilityTest extends ServiceTest {

    @TestHTTPResource(value = "", management = true)
    URI management;

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void probesDoNotDependOnFigshare(String probe) {
        sandbox.fault("reset").on("/v2/.*").start();
        for (int i = 0; i < 6; i++) {
            get("/v1/items/" + unknownId());
        }

        given().get(management + "health/" + probe).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void figsharesStateIsInTheWellnessCheck() {
        given().get(management + "health/well").then().statusCode(200).body("checks.name", hasItem("figshare"));

        sandbox.fault("reset").on("/v2/.*").start();
        await("an open breaker").atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            get("/v1/items/" + unknownId());
            given().get(management + "health/well").then().statusCode(503).body("status", equalTo("DOWN"));
        });
    }

    @Test
    void failureOfThePoolIsLoggedOnce() {
        var late = new IllegalStateException("Result is already complete");
        var elsewhere = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        elsewhere.setThrown(late);
        assertThat(new PoolTimeout().isLoggable(elsewhere)).isTrue();

        late.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("io.vertx.core.Promise", "fail", null, 90),
            new StackTraceElement("io.vertx.sqlclient.impl.pool.SqlConnectionPool", "lambda$execute$3", null, 216)
        });
        var ofThePool = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        ofThePool.setThrown(late);
        assertThat(new PoolTimeout().isLoggable(ofThePool)).isFalse();
    }

    @Test
    void metricsOfTheMonitoringExist() {
        get("/v1/items/123456");
        get("/v1/items/123456");
        get("/v1/items/" + unknownId());

        String metrics = given().get(management + "metrics").asString();

        assertThat(metrics)
                .contains("http_cache_requests_total{outcome=\"hit\"}")
                .contains("http_cache_requests_total{outcome=\"miss\"}")
                .contains("http_cache_requests_total{outcome=\"stale\"}")
                .contains("http_cache_requests_total{outcome=\"coalesced\"}")
                .contains("http_cache_size_bytes")
                .contains("figshare_breaker_open{host=\"api\",who=\"callers\"}")
                .contains("figshare_breaker_open{host=\"api\",who=\"sync\"}")
                .contains("figshare_pace_waiting{host=\"api\",lane=\"read\"}")
                .contains("figshare_pace_wait_seconds_count{host=\"api\"}")
                .contains("figshare_calls_total{host=\"api\"}")
                .contains("figshare_failures_total{host=\"api\",kind=\"not_found\"}")
                .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/v1/items/\\{id\\}\"")
                .containsPattern("http_server_requests_seconds_bucket\\{.*uri=\"/v1/items/\\{id\\}\",le=\"0.3\"")
                .containsPattern("http_client_requests_seconds_count\\{.*")
                .doesNotContain("uri=\"/v1/items/123456\"", "uri=\"/v2/articles/123456\"");
    }

    @Test
    void unknownMethodsAndPathsCreateNoTimeSeries() throws IOException {
        raw("BREW" + System.nanoTime() + " /v1/items/123456 HTTP/1.1");
        raw("GET /invented/%zz HTTP/1.1");
        raw("POST /v1/items/invented HTTP/1.1");
        raw("GET /v1/items/invented?q=" + "x".repeat(9_000) + " HTTP/1.1");
        raw("GET /v1/items/invented HTTP/1.1", "");
        raw("GET /v1/items/invented HTTP/1.1", "Host: no host\r\n");
        raw("GET /v1/items/invented HTTP/1.1", "Host: campus\r\nHost: campus\r\n");
        given().header("Accept", "image/png").get("/v1/items/7654321");
        given().get("/invented");

        assertThat(given().get(management + "metrics").asString())
                .contains("method=\"OTHER\"", "uri=\"/{other}\"")
                .doesNotContain("BREW", "invented", "7654321");
    }

    private static void raw(String requestLine) throws IOException {
        raw(requestLine, "Host: campus\r\n");
    }

    private static void raw(String requestLine, String hosts) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((requestLine + "\r\n" + hosts + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }
}
