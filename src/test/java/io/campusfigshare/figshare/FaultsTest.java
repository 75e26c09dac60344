package io.campusfigshare.figshare;

import static io.campusfigshare.SandboxedService.BEYOND_THE_DEADLINE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks for each fault of Figshare what the client receives and how often Figshare was called. */
@QuarkusTest
class FaultsTest extends ServiceTest {

    private static final String ARTICLES = "/v2/articles/.*";
    private static final int CALLS = 30;

    /**
     * Ten calls earn one retry. Calls until thirty in a row have needed none: earlier faults have closed connections, and
     * a busy machine may answer late.
     */
    @BeforeEach
    void earnRetries() {
        await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).until(() -> {
            sandbox.clearLog();
            long answered = IntStream.range(0, CALLS)
                    .filter(i -> get("/v1/items/" + unknownId()).statusCode() == 404)
                    .count();
            return answered == CALLS && sandbox.count("GET", ARTICLES) == CALLS;
        });
        sandbox.clearLog();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error",
                "reset",
                "truncate",
                "truncate-json",
                "waf-challenge",
                "nginx-forbidden",
                "html",
                "bad-encoding",
                "hang"
            })
    void temporaryFaultIsRetried(String kind) {
        long id = uncachedItem();
        sandbox.fault(kind).on(ARTICLES).times(1).start();

        get("/v1/items/" + id).then().statusCode(200).body("id", equalTo((int) id));

        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "error, 502, figshare-broken",
        "reset, 503, figshare-unreachable",
        "truncate, 503, figshare-unreachable",
        "truncate-json, 502, figshare-garbled",
        "waf-challenge, 502, figshare-blocked",
        "nginx-forbidden, 502, figshare-blocked",
        "html, 502, figshare-garbled",
        "hang, 504, figshare-slow"
    })
    void permanentFaultIsAProblemAfterAtMostThreeAttempts(String kind, int status, String type) {
        long id = uncachedItem();
        sandbox.fault(kind).on(ARTICLES).start();

        var answer = get("/v1/items/" + id);

        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:problem-type:campus-figshare:" + type))
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .header("Cache-Control", equalTo("no-store"));
        assertThat(answer.asString()).doesNotContain("127.0.0.1", "Exception", "io.campusfigshare", "nginx");
        assertThat(sandbox.count("GET", ARTICLES)).isBetween(1, 3);
    }

    @Test
    void retryWaitsForRetryAfter() {
        long id = uncachedItem();
        sandbox.fault("throttle").on(ARTICLES).retryAfter(1).times(1).start();
        Instant before = Instant.now();

        get("/v1/items/" + id).then().statusCode(200);

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(2);
    }

    @Test
    void retryAfterBeyondTheDeadlineIsReturnedAtOnce() {
        long id = uncachedItem();
        sandbox.fault("throttle")
                .on(ARTICLES)
                .retryAfter(BEYOND_THE_DEADLINE)
                .times(1)
                .start();

        get("/v1/items/" + id)
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo(Integer.toString(BEYOND_THE_DEADLINE)));

        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @Test
    void slowAnswerIsUsed() {
        long id = uncachedItem();
        sandbox.fault("slow").on(ARTICLES).delay(Duration.ofMillis(500)).start();

        get("/v1/items/" + id).then().statusCode(200);

        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @Test
    void notFoundIsNotRetried() {
        get("/v1/items/" + unknownId()).then().statusCode(404);

        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 422})
    void refusalIsNotRetriedAndDoesNotOpenTheBreaker(int status) {
        long cold = uncachedItem();
        sandbox.fault("error").status(status).on(ARTICLES).times(6).start();
        for (int i = 0; i < 6; i++) {
            get("/v1/items/" + uncachedItem())
                    .then()
                    .statusCode(502)
                    .body("type", equalTo("urn:problem-type:campus-figshare:figshare-refused"));
        }
        assertThat(sandbox.count("GET", ARTICLES)).isEqualTo(6);

        get("/v1/items/" + cold).then().statusCode(200);
    }

    @Test
    void callsHaveUserAgentAndRequestId() {
        long id = uncachedItem();
        given().header("X-Request-Id", "profile-page-17")
                .get("/v1/items/" + id)
                .then()
                .statusCode(200)
                .header("X-Request-Id", equalTo("profile-page-17"));

        assertThat(sandbox.received("GET", ARTICLES))
                .singleElement()
                .satisfies(
                        sent -> assertThat(sent.headers())
                                .containsEntry("x-request-id", "profile-page-17")
                                .containsEntry("accept", "application/json")
                                .doesNotContainKey("authorization")
                                .hasEntrySatisfying(
                                        "user-agent",
                                        agent -> assertThat(agent)
                                                .matches(
                                                        "campus-figshare/\\d+\\.\\d+\\.\\d+ \\(repository@westmark\\.example\\)")));
    }
}
