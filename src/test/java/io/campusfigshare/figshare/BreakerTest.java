package io.campusfigshare.figshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.campusfigshare.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Checks when the circuit breaker opens and closes. */
@QuarkusTest
class BreakerTest extends ServiceTest {

    private static final String ANY = "/v2/.*";

    @Test
    void opensAfterAtMostFiveFailures() {
        var broken = sandbox.fault("error").on(ANY).start();
        Instant before = Instant.now();

        for (int i = 0; i < 20; i++) {
            assertThat(get("/v1/items/" + unknownId()).statusCode()).isGreaterThanOrEqualTo(502);
        }
        await("a call that is not a probe")
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> get("/v1/items/" + unknownId())
                        .then()
                        .statusCode(503)
                        .body("type", equalTo("urn:problem-type:campus-figshare:figshare-resting"))
                        .header("Retry-After", matchesPattern("[1-9]\\d*")));

        long rests = Duration.between(before, Instant.now()).toMillis() / 300;
        assertThat(broken.applied())
                .as("five to open it, one probe after each rest")
                .isBetween(1, 5 + (int) rests);
    }

    @Test
    void closesWithTheFirstSuccessfulProbe() {
        long cold = uncachedItem();
        var broken = sandbox.fault("reset").on(ANY).start();
        for (int i = 0; i < 6; i++) {
            get("/v1/items/" + unknownId());
        }
        broken.stop();

        await("recovery")
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get("/v1/items/" + cold).then().statusCode(200));
        get("/v1/items/" + uncachedItem()).then().statusCode(200);
    }

    @Test
    void staysOpenAfterAFailedProbe() {
        var broken = sandbox.fault("error").on(ANY).start();
        for (int i = 0; i < 6; i++) {
            get("/v1/items/" + unknownId());
        }
        int toOpen = broken.applied();
        Instant before = Instant.now();

        await("two probes, which fail")
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    get("/v1/items/" + unknownId());
                    return broken.applied() >= toOpen + 2;
                });

        long rests = Duration.between(before, Instant.now()).toMillis() / 300;
        assertThat(broken.applied()).as("one probe after each rest").isLessThanOrEqualTo(toOpen + 1 + (int) rests);
    }

    /** A client that learns that nothing was sent would repeat a request that may have taken effect. */
    @Test
    void sentCallIsNotReportedAsNotSent() {
        for (int i = 0; i < 5; i++) {
            get("/v1/items/" + unknownId()).then().statusCode(404);
        }
        sandbox.fault("error").on(ANY).times(1).start();
        get("/v1/items/" + unknownId()).then().statusCode(404);
        var broken = sandbox.fault("error").on(ANY).start();

        for (int i = 0; i < 4; i++) {
            int before = broken.applied();
            String type = get("/v1/items/" + unknownId()).path("type");
            assertThat(type.endsWith(":figshare-resting")).isEqualTo(broken.applied() == before);
        }
    }
}
