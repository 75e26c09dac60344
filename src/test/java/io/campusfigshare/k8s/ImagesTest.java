package io.campusfigshare.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the image does not write memory dumps, which would contain the administrator's token. */
class ImagesTest {

    private static final Pattern ENTRYPOINT =
            Pattern.compile("^ENTRYPOINT (\\[.*?])$", Pattern.MULTILINE | Pattern.DOTALL);

    /** The options that write memory to disk, or that permit others to do so. */
    private static final String[] DUMPS = {
        "HeapDump", "FlightRecorder", "jdwp", "jmxremote", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "native.monitoring"
    };

    @Test
    void jvmAllowsNoAttachAndWritesNoDump() throws IOException {
        assertThat(entrypoint("jvm")).contains("-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker/Dockerfile.jvm",
                "docker/Dockerfile.native",
                "docker/compose.yaml",
                "single-server/campus-figshare.service",
                "src/main/resources/application.properties"
            })
    void neitherImageIsToldToDumpItsMemory(String file) throws IOException {
        assertThat(Files.readString(Path.of(file))).isNotEmpty().doesNotContain(DUMPS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "sandbox"})
    void podsWriteNoDump(String overlay) {
        assertThat(Manifests.of(overlay).toString()).contains("Deployment").doesNotContain(DUMPS);
    }

    @Test
    void singleServerWritesNoDump() throws IOException {
        assertThat(Files.readString(Path.of("single-server/campus-figshare.service")))
                .contains("-XX:+DisableAttachMechanism", "\nLimitCORE=0\n");
    }

    /** The commands that are tested without a container engine are those of the image. */
    @Test
    void confinedRunHasTheOptionsOfTheImage() throws IOException {
        String confined = Files.readString(Path.of("docker/confined"));

        assertThat(entrypoint("jvm").stream().filter(option -> option.startsWith("-X")))
                .hasSizeGreaterThan(5)
                .allSatisfy(option -> assertThat(confined).contains(option));
    }

    private static List<String> entrypoint(String image) throws IOException {
        Matcher found = ENTRYPOINT.matcher(Files.readString(Path.of("docker/Dockerfile." + image)));
        assertThat(found.find()).isTrue();
        return new JsonArray(found.group(1).replace("\\\n", ""))
                .stream().map(String.class::cast).toList();
    }
}
