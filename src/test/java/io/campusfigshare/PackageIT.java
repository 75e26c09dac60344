package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Checks what is in the packaged application. */
class PackageIT {

    private static final String WORD = "sandbox";

    /** Except for the class that refuses its settings. */
    @Test
    void nothingInThePackageIsOfTheSandbox() throws IOException {
        List<String> traces = new ArrayList<>();
        try (Stream<Path> files =
                Files.walk(Path.of(System.getProperty("native.image.path")).getParent())) {
            for (Path jar : files.filter(PackageIT::isOfTheApplication).toList()) {
                traces.addAll(traces(jar));
            }
        }

        assertThat(traces).containsOnly("io/campusfigshare/UnknownSettings.class");
    }

    private static boolean isOfTheApplication(Path file) {
        return file.toString().matches(".*(quarkus-app/(app|quarkus)|native-image-source-jar)/[^/]*\\.jar");
    }

    private static List<String> traces(Path jar) throws IOException {
        List<String> traces = new ArrayList<>();
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().toList()) {
                String content = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                if ((entry.getName() + content).toLowerCase(Locale.ROOT).contains(WORD)) {
                    traces.add(entry.getName());
                }
            }
        }
        return traces;
    }
}
