package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Tests the metrics of deposits. */
@QuarkusTest
class DepositMetricsTest extends DepositTest {

    @Inject
    DepositMetrics meters;

    @TestHTTPResource(value = "/metrics", management = true)
    URI measured;

    @Test
    void depositsAreCountedByState() {
        awaitDirectory();
        created(anybody(), deposit(MAREN, "Counted tides"));
        meters.count();

        String there = rows("select count(*) from deposit where state = 'ready'")
                .getFirst()
                .getFirst();
        assertThat(metrics()).contains("deposit_records{state=\"ready\"} " + there + ".0", "deposit_late_seconds ");
    }

    private String metrics() {
        return RestAssured.get(measured).asString();
    }
}
