package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
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

    @Test
    void everyMetricOfThisServiceHasADescription() {
        List<String> helps = metrics()
                .lines()
                .filter(line -> line.matches("# HELP (http_cache|figshare|catalogue|database|deposit)_.*"))
                .toList();

        assertThat(helps)
                .anyMatch(help -> help.contains(" figshare_failures "))
                .anyMatch(help -> help.contains(" catalogue_"))
                .anyMatch(help -> help.contains(" deposit_"))
                .allMatch(help -> help.matches("# HELP \\w+ \\S.*"));
    }

    private String metrics() {
        return RestAssured.get(measured).asString();
    }
}
