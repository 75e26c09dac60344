package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the rules and the dashboard in a real Prometheus (Debian: prometheus): {@code ./mvnw test -Pprometheus}. */
@QuarkusTest
@Tag("prometheus")
class PrometheusTest extends InstitutionTest {

    private static final Path CONFIGURATION = Path.of("docker/prometheus");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Metrics that exist only after a failure. */
    private static final List<String> MAY_BE_EMPTY = List.of("figshare_failures_total");

    @TestHTTPResource(value = "/metrics", management = true)
    URI measured;

    @TempDir
    Path directory;

    @Test
    void rulesPassTheirTests() throws Exception {
        assertThat(promtool("check", "config", CONFIGURATION.resolve("prometheus.yaml")))
                .isZero();
        assertThat(promtool("test", "rules", CONFIGURATION.resolve("rules-test.yaml")))
                .isZero();
    }

    @Test
    void prometheusEvaluatesEveryRuleAndPanel() throws Exception {
        syncs.started();
        int port = Replica.freePort();
        Process prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration(),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target/prometheus.log").toFile())
                .start();
        try {
            String api = "http://127.0.0.1:" + port + "/api/v1/";
            soon().ignoreExceptions()
                    .until(() -> RestAssured.get(api + "targets")
                            .path("data.activeTargets[0].health")
                            .equals("up"));
            soon().untilAsserted(() -> {
                used();
                assertThat(evaluated(api)).hasSize(rules()).allSatisfy(rule -> {
                    assertThat(rule.path("health").asText())
                            .as("%s: %s", rule.path("name"), rule.path("lastError"))
                            .isEqualTo("ok");
                    assertThat(rule.path("state").asText()).isNotEqualTo("firing");
                });
                assertThat(panels())
                        .isNotEmpty()
                        .allSatisfy(expression -> assertThat(
                                        answer(api, expression).path("data").path("result"))
                                .as(expression)
                                .isNotEmpty());
            });
        } finally {
            prometheus.destroy();
            assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Sends a request of each kind that the panels distinguish. */
    private void used() {
        get("/v1/items/2000003").then().statusCode(200);
        get("/v1/items?q=fjord").then().statusCode(200);
        RestAssured.given()
                .auth()
                .oauth2(issuer.token("library", "deposit:any"))
                .get("/v1/deposits?depositor=moakhurst@westmark.example")
                .then()
                .statusCode(200);
    }

    /** Returns our configuration with another target and scrape interval. */
    private Path configuration() throws IOException {
        ObjectNode ours = (ObjectNode)
                YAML.readTree(CONFIGURATION.resolve("prometheus.yaml").toFile());
        ours.withObject("/global").put("scrape_interval", "1s").put("evaluation_interval", "1s");
        ours.withArray("rule_files")
                .removeAll()
                .add(CONFIGURATION.resolve("rules.yaml").toAbsolutePath().toString());
        ObjectNode scrape = (ObjectNode) ours.withArray("scrape_configs").get(0);
        scrape.put("metrics_path", measured.getPath());
        scrape.withArray("static_configs")
                .removeAll()
                .addObject()
                .putArray("targets")
                .add(measured.getAuthority());
        return Files.write(directory.resolve("prometheus.yaml"), YAML.writeValueAsBytes(ours));
    }

    private static int rules() throws IOException {
        return YAML.readTree(CONFIGURATION.resolve("rules.yaml").toFile())
                .findValues("expr")
                .size();
    }

    private static List<JsonNode> evaluated(String api) throws IOException {
        return JSON.readTree(RestAssured.get(api + "rules").asString())
                .at("/data/groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
    }

    private static List<String> panels() throws IOException {
        return JSON.readTree(Path.of("k8s/monitoring/dashboard.json").toFile()).findValuesAsText("expr").stream()
                .filter(expression -> MAY_BE_EMPTY.stream().noneMatch(expression::contains))
                .toList();
    }

    private static JsonNode answer(String api, String expression) throws IOException {
        return JSON.readTree(RestAssured.given()
                .formParam("query", expression)
                .post(api + "query")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static int promtool(Object... arguments) throws IOException, InterruptedException {
        return new ProcessBuilder(Stream.concat(
                                Stream.of("promtool"), Stream.of(arguments).map(Object::toString))
                        .toList())
                .inheritIO()
                .start()
                .waitFor();
    }
}
