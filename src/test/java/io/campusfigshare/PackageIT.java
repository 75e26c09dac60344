package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Checks what is in the packaged application. */
class PackageIT {

    private static final String WORD = "sandbox";

    /** Maven adds the pom.xml, which names the profile, to some jars. */
    private static final String BUILD_FILES = "META-INF/maven/";

    /** The jars of this build, for the JVM or made into an executable, without those of libraries and of other builds. */
    private static final Pattern APPLICATION =
            Pattern.compile("(quarkus-app/(app|quarkus)|[^/]+-native-image-source-jar)/[^/]+\\.jar");

    /** Except for the class that refuses its settings. */
    @Test
    void nothingInThePackageIsOfTheSandbox() throws IOException {
        Path directory = Path.of(System.getProperty("native.image.path")).getParent();
        List<String> traces = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory, 3)) {
            for (Path jar : files.filter(file -> APPLICATION
                            .matcher(directory.relativize(file).toString())
                            .matches())
                    .toList()) {
                traces.addAll(traces(jar));
            }
        }

        assertThat(traces).containsOnly("io/campusfigshare/UnknownSettings.class");
    }

    private static List<String> traces(Path jar) throws IOException {
        List<String> traces = new ArrayList<>();
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream()
                    .filter(entry -> !entry.getName().startsWith(BUILD_FILES))
                    .toList()) {
                String content = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                if ((entry.getName() + content).toLowerCase(Locale.ROOT).contains(WORD)) {
                    traces.add(entry.getName());
                }
            }
        }
        return traces;
    }
}
