package io.campusfigshare;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the files, sections and classes that the documents mention exist. */
class DocumentsTest {

    private static final Path ROOT = Path.of("");
    private static final Path JAVA = Path.of("io/campusfigshare");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CLASS_WITH_PATH = Pattern.compile("(?<![\\w/.-])((?:[a-z]+/)+[A-Z]\\w+)(?![\\w/.])");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z0-9]+|IT)+)`");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    /**
     * The documents that name classes without a package. In the others, such names may also belong to Kubernetes,
     * Prometheus or systemd.
     */
    private static final Pattern DOCUMENTS_WITH_CLASS_NAMES =
            Pattern.compile("README.md|CONTRIBUTING.md|docs/(architecture|testing)\\.md|docs/adr/.*");

    /** Patterns of names, and names of other projects. */
    private static final Set<String> FOREIGN_NAMES = Set.of("NounResource", "NounClient", "RateLimit");

    @Test
    void every_link_leads_to_a_file_and_a_section() {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            for (String link : matches(LINK, read(document))) {
                if (!link.matches("(https?|mailto):.*") && !leadsSomewhere(document, link)) {
                    broken.add(document + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_class_that_is_named_exists() {
        Set<String> classes = classes();
        List<String> unknown = new ArrayList<>();
        for (Path document : documents()) {
            if (document.endsWith("CHANGELOG.md")) {
                continue; // The changelog names the classes of its time.
            }
            String text = read(document);
            boolean aboutCode =
                    DOCUMENTS_WITH_CLASS_NAMES.matcher(document.toString()).matches();
            Stream.concat(
                            matches(CLASS_WITH_PATH, text).stream().filter(DocumentsTest::isOurPackage),
                            aboutCode ? matches(CLASS_NAME, text).stream() : Stream.empty())
                    .filter(name -> !classes.contains(name) && !FOREIGN_NAMES.contains(name))
                    .forEach(name -> unknown.add(document + ": " + name));
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean isOurPackage(String path) {
        String root = path.substring(0, path.indexOf('/'));
        return Files.isDirectory(ROOT.resolve("src/main/java").resolve(JAVA).resolve(root));
    }

    private static boolean leadsSomewhere(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1
                        || matches(HEADING, read(target)).stream()
                                .map(DocumentsTest::anchor)
                                .anyMatch(parts[1]::equals));
    }

    /** Returns the anchor that GitHub generates for a heading. */
    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** Returns the classes by simple name and by path below the root package. */
    private static Set<String> classes() {
        return Stream.of("src/main/java", "src/sandbox/java", "src/test/java")
                .map(ROOT::resolve)
                .flatMap(root -> files(root, ".java").stream()
                        .map(file -> root.resolve(JAVA).relativize(file).toString()))
                .map(file -> file.substring(0, file.length() - ".java".length()))
                .flatMap(name -> Stream.of(name, name.substring(name.lastIndexOf('/') + 1)))
                .collect(toSet());
    }

    private static List<Path> documents() {
        List<Path> all = new ArrayList<>();
        for (String name : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "bench/README.md")) {
            all.add(ROOT.resolve(name));
        }
        all.addAll(files(ROOT.resolve("docs"), ".md"));
        return all;
    }

    private static List<Path> files(Path root, String ending) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(DocumentsTest::first).toList();
    }

    private static String first(MatchResult match) {
        return match.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
