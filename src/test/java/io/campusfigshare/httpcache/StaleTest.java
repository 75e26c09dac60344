package io.campusfigshare.httpcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.SandboxControl;
import io.campusfigshare.SandboxedService;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stale responses: items have stale-while-revalidate only, versions have stale-if-error only. */
@QuarkusTest
@WithTestResource(
        value = SandboxedService.class,
        initArgs = {
            @ResourceArg(name = "figshare.timeout", value = "10s"),
            @ResourceArg(name = "figshare.deadline", value = "15s"),
            @ResourceArg(name = "campus.cache.refresh-backoff", value = "100ms"),
            @ResourceArg(name = "campus.cache.lifetimes.item.max-age", value = "0s"),
            @ResourceArg(name = "campus.cache.lifetimes.version.max-age", value = "0s"),
            @ResourceArg(name = "campus.cache.lifetimes.version.stale-while-revalidate", value = "0s"),
            @ResourceArg(name = "campus.cache.lifetimes.reference.max-age", value = "0s"),
            @ResourceArg(name = "campus.cache.lifetimes.reference.stale-while-revalidate", value = "0s"),
            @ResourceArg(name = "campus.cache.negative-max-age", value = "0s")
        })
class StaleTest {

    SandboxControl sandbox;
    private long id;
    private String path;

    @BeforeEach
    void aKnownItem() {
        sandbox.reset();
        id = sandbox.publish("{}");
        path = "/v1/items/" + id;
        known(path);
        await("quiet")
                .atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sandbox.count(null, "/v2/.*") >= 1);
        sandbox.clearLog();
    }

    /** Calls of the previous test may still open the circuit breaker. */
    private void known(String path) {
        await("a closed breaker")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get(path).then().statusCode(200));
    }

    @Test
    void aStaleResponseIsServedAtOnceAndRefreshedInTheBackground() {
        sandbox.change(id, "{\"title\":\"Renewed\"}");

        get(path).then().statusCode(200).header("Cache-Status", containsString("detail=stale"));

        await("the renewed answer")
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get(path).then().body("title", equalTo("Renewed")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"error", "reset", "hang", "waf-challenge", "nginx-forbidden", "html", "truncate", "throttle"})
    void aCachedResponseIsServedDuringEveryFault(String fault) {
        sandbox.fault(fault).on("/v2/.*").start();

        for (int i = 0; i < 20; i++) {
            Response answer = get(path);
            answer.then().statusCode(200).header("Cache-Status", containsString("stale"));
            // A request that waited for Figshare would take the 10 s of the timeout.
            assertThat(answer.time()).isLessThan(8_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "hang", "waf-challenge"})
    void aCachedResponseIsConvertedDuringEveryFault(String fault) {
        sandbox.fault(fault).on("/v2/.*").start();

        for (int i = 0; i < 3; i++) {
            Response answer = get(path + "?format=bibtex");
            answer.then().statusCode(200).body(containsString("_" + id + ","));
            assertThat(answer.time()).isLessThan(8_000);
        }
    }

    @Test
    void aConvertedResponseIsRefreshedWithItsSource() {
        get(path + "?format=ris").then().statusCode(200);
        sandbox.change(id, "{\"title\":\"Renewed\"}");

        await("the renewed form")
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get(path + "?format=ris").then().body(containsString("TI  - Renewed")));
    }

    @Test
    void afterStaleWhileRevalidateARequestWaitsForTheRefresh() {
        String version = path + "/versions/1";
        known(version);
        sandbox.change(id, "{\"title\":\"Renewed\"}");

        await("a renewal within the reader's patience")
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get(version)
                        .then()
                        .body("title", equalTo("Renewed"))
                        .header("Cache-Status", equalTo("campus-figshare; fwd=stale; stored")));
    }

    @Test
    void afterStaleWhileRevalidateAFailedRefreshServesTheStaleResponse() {
        String version = path + "/versions/1";
        known(version);
        sandbox.fault("error").on("/v2/.*").start();

        get(version).then().statusCode(200).header("Cache-Status", containsString("detail=stale"));
    }

    @Test
    void afterStaleWhileRevalidateASlowRefreshServesTheStaleResponse() {
        String version = path + "/versions/1";
        known(version);
        sandbox.fault("hang").on("/v2/.*").start();

        for (int i = 0; i < 5; i++) {
            Response answer = get(version);
            answer.then().statusCode(200).header("Cache-Status", containsString("detail=stale"));
            assertThat(answer.time()).isLessThan(8_000);
        }
    }

    @Test
    void aFailedRefreshIsNotRepeatedByEveryRequest() {
        String version = path + "/versions/1";
        known(version);
        sandbox.clearLog();
        sandbox.fault("error").status(403).on("/v2/.*").start();

        for (int i = 0; i < 50; i++) {
            get(version).then().statusCode(200);
        }

        assertThat(sandbox.count(null, "/v2/.*")).isLessThan(50);
    }

    @Test
    void anEmptyVocabularyDoesNotReplaceTheCachedOne() {
        known("/v1/reference/licenses");
        sandbox.fault("empty-list").on("/v2/licenses").start();
        sandbox.clearLog();

        await("an empty list from Figshare")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    get("/v1/reference/licenses").then().statusCode(200).body("total", equalTo(7));
                    return sandbox.count(null, "/v2/licenses") > 0;
                });
        get("/v1/reference/licenses").then().statusCode(200).body("total", equalTo(7));
    }

    @Test
    void aWithdrawnItemIsNotFoundAfterTheNextRefresh() {
        sandbox.withdraw(id);

        await("the withdrawal")
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get(path).then().statusCode(404));
    }

    @Test
    void afterAnOutageResponsesAreFreshWithinTenSeconds() {
        var dead = sandbox.fault("reset").on("/v2/.*").start();
        for (int i = 0; i < 10; i++) {
            get(path).then().statusCode(200);
        }
        sandbox.change(id, "{\"title\":\"After the outage\"}");
        dead.stop();

        await("recovery")
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get(path).then().body("title", equalTo("After the outage")));
    }

    private static Response get(String path) {
        return RestAssured.get(path);
    }
}
