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

@QuarkusTest
class BreakerTest extends ServiceTest {

    private static final String ANY = "/v2/.*";

    @Test
    void opensInFiveFailuresAtMostAndThenSparesFigshare() {
        var broken = sandbox.fault("error").on(ANY).start();
        Instant before = Instant.now();

        for (int i = 0; i < 20; i++) {
            assertThat(get("/v1/items/" + nobodysId()).statusCode()).isGreaterThanOrEqualTo(502);
        }
        get("/v1/items/" + nobodysId())
                .then()
                .statusCode(503)
                .body("type", equalTo("urn:problem-type:campus-figshare:figshare-resting"))
                .header("Retry-After", matchesPattern("[1-9]\\d*"));

        long rests = Duration.between(before, Instant.now()).toMillis() / 300;
        assertThat(broken.applied())
                .as("five to open it, one probe after each rest")
                .isBetween(1, 5 + (int) rests);
    }

    @Test
    void closesWithTheFirstGoodProbe() {
        long cold = coldItem();
        var broken = sandbox.fault("reset").on(ANY).start();
        for (int i = 0; i < 6; i++) {
            get("/v1/items/" + nobodysId());
        }
        broken.stop();

        await("recovery")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get("/v1/items/" + cold).then().statusCode(200));
        get("/v1/items/" + coldItem()).then().statusCode(200);
    }

    @Test
    void staysOpenWhenTheProbeFails() {
        sandbox.fault("error").on(ANY).start();
        for (int i = 0; i < 6; i++) {
            get("/v1/items/" + nobodysId());
        }
        int before = sandbox.count(null, ANY);

        await("one probe, which fails")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    get("/v1/items/" + nobodysId());
                    return sandbox.count(null, ANY) > before;
                });

        get("/v1/items/" + nobodysId())
                .then()
                .body("type", equalTo("urn:problem-type:campus-figshare:figshare-resting"));
        assertThat(sandbox.count(null, ANY)).isEqualTo(before + 1);
    }
}
