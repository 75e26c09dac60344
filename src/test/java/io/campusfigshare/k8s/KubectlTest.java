package io.campusfigshare.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares {@link Manifests} with kubectl. */
class KubectlTest {

    /** The suffix of generated names: a digest in an alphabet without vowels. */
    private static final String HASHED = "(name: campus-figshare)-[24-9bcdfghkmt]{10}\\b";

    /** Runs only where kubectl is installed; elsewhere the other tests rely on {@link Manifests} alone. */
    @TestFactory
    Stream<DynamicTest> kubectlRendersTheSameObjects() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
        return OverlayObjects.OVERLAYS.stream()
                .filter(overlay -> installed)
                .map(overlay -> DynamicTest.dynamicTest(overlay, () -> {
                    String rendered = rendered(overlay).replaceAll(HASHED, "$1");

                    assertThat(normalized(Manifests.documents(rendered))).isEqualTo(normalized(Manifests.of(overlay)));
                }));
    }

    private static String rendered(String overlay) throws IOException, InterruptedException {
        Process kubectl = new ProcessBuilder(
                        "kubectl", "kustomize", Manifests.ROOT.resolve(overlay).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor()).isZero();
        return rendered;
    }

    /** Compares independently of the order of objects and of named elements. */
    private static Map<String, String> normalized(List<ObjectNode> objects) {
        return objects.stream()
                .collect(Collectors.toMap(
                        object -> Manifests.kind(object) + " " + Manifests.name(object), KubectlTest::text));
    }

    private static String text(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(field -> field.getKey() + ": " + text(field.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node.isArray()) {
            Stream<String> elements = node.valueStream().map(KubectlTest::text);
            return node.path(0).has("name")
                    ? elements.sorted().toList().toString()
                    : elements.toList().toString();
        }
        return node.asText();
    }
}
