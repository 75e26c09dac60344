package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.campusfigshare.Issuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What dashboard and alerts look at is measured, under that name. */
@QuarkusTest
@WithTestResource(Issuer.class)
class MetersTest extends DepositTest {

    private static final Pattern SELECTED = Pattern.compile("([a-z][a-z_0-9]+)(?=\\{)");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-zA-Z_0-9]+)(?=[ {])");

    @Inject
    DepositMeters meters;

    @TestHTTPResource(value = "/metrics", management = true)
    URI measured;

    @Test
    void everyMetricThatIsLookedAtIsMeasured() throws IOException {
        awaitDirectory();
        created(anybody(), deposit(MAREN, "Measured tides"));
        Set<String> wanted = new TreeSet<>();
        for (JsonNode tree : new JsonNode[] {
            new YAMLMapper().readTree(new File("docker/prometheus/rules.yaml")),
            new ObjectMapper().readTree(new File("k8s/monitoring/dashboard.json"))
        }) {
            tree.findValuesAsText("expr").forEach(expression -> wanted.addAll(names(SELECTED, expression)));
        }
        // Prometheus' own; and one that is there only once something was collected.
        wanted.removeAll(Arrays.asList("up", "jvm_gc_overhead"));

        assertThat(wanted).hasSizeGreaterThan(20);
        await("all of them")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(names(SAMPLE, metrics())).containsAll(wanted));
    }

    @Test
    void depositsAreCountedByTheirState() {
        awaitDirectory();
        created(anybody(), deposit(MAREN, "Counted tides"));
        meters.look();

        String there = rows("select count(*) from deposit where state = 'ready'")
                .getFirst()
                .getFirst();
        assertThat(metrics()).contains("deposit_records{state=\"ready\"} " + there + ".0", "deposit_late_seconds ");
    }

    private String metrics() {
        return RestAssured.get(measured).asString();
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
