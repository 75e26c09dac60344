package io.campusfigshare.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTypesTest {

    /** A type that a class declares, or a kind of {@code FigshareFailure}. */
    private static final Pattern DECLARED = Pattern.compile(
            "new ProblemType\\(\\s*\"(?<type>[a-z-]+)\",\\s*(?<status>\\d{3}),|\\w\\((?<kindStatus>\\d{3}), \"(?<kind>[a-z-]+)\",");

    @Test
    void aTypeHasOneStatus() throws IOException {
        Map<String, TreeSet<String>> statuses = new TreeMap<>();
        for (Path source : sources()) {
            Matcher declared = DECLARED.matcher(Files.readString(source));
            while (declared.find()) {
                boolean kind = declared.group("kind") != null;
                statuses.computeIfAbsent(declared.group(kind ? "kind" : "type"), type -> new TreeSet<>())
                        .add(declared.group(kind ? "kindStatus" : "status"));
            }
        }

        assertThat(statuses)
                .containsKeys("invalid-form", "malformed-form", "figshare-slow")
                .allSatisfy((type, all) -> assertThat(all).as(type).hasSize(1));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
