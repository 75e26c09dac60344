package io.campusfigshare.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the alerts and the links to the runbook. {@code DepositCampaignIT} checks that the metrics exist. */
class MonitoringTest {

    private static final Path RULES = Path.of("docker/prometheus/rules.yaml");

    @Test
    void operatorHasTheSameRules() {
        JsonNode copy =
                Manifests.documents(Path.of("k8s/monitoring/rules.yaml")).getFirst();

        assertThat(copy.path("spec")).isEqualTo(Manifests.documents(RULES).getFirst());
    }

    @Test
    void eachAlertHasASeverityAndASectionInTheRunbook() throws IOException {
        List<String> sections = Files.readAllLines(Path.of("docs/runbook.md")).stream()
                .filter(line -> line.startsWith("## ") && line.indexOf(' ', 3) < 0)
                .map(line -> line.substring(3))
                .toList();
        List<JsonNode> alerts = rules().filter(rule -> rule.has("alert")).toList();

        assertThat(alerts).extracting(alert -> alert.path("alert").asText()).containsExactlyElementsOf(sections);
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/runbook.md#" + alert.path("alert").asText().toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void panelsOfTheDashboardDoNotOverlap() throws IOException {
        JsonNode panels = new ObjectMapper()
                .readTree(Path.of("k8s/monitoring/dashboard.json").toFile())
                .path("panels");

        assertThat(panels).isNotEmpty();
        for (JsonNode one : panels) {
            for (JsonNode other : panels) {
                assertThat(one != other && overlap(one.path("gridPos"), other.path("gridPos")))
                        .as(one.path("title") + " and " + other.path("title"))
                        .isFalse();
            }
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return overlap(one, other, "x", "w") && overlap(one, other, "y", "h");
    }

    private static boolean overlap(JsonNode one, JsonNode other, String from, String length) {
        return one.path(from).asInt()
                        < other.path(from).asInt() + other.path(length).asInt()
                && other.path(from).asInt()
                        < one.path(from).asInt() + one.path(length).asInt();
    }

    private static Stream<JsonNode> rules() {
        return Manifests.documents(RULES)
                .getFirst()
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream());
    }
}
