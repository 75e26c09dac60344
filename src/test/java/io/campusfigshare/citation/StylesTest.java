package io.campusfigshare.citation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.undercouch.citeproc.csl.CSLItemData;
import de.undercouch.citeproc.csl.CSLItemDataBuilder;
import de.undercouch.citeproc.csl.CSLType;
import io.campusfigshare.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the citation styles and the references in them. */
class StylesTest {

    private static final ReferenceFormatter FORMATTER = new ReferenceFormatter();

    static Stream<String> styles() {
        return Styles.ALL.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void everyListedStyleFormatsAReference(String style) {
        assertThat(FORMATTER.format(List.of(work("a", "Tides of the inner fjord")), style, "en-GB", false))
                .containsIgnoringCase("Oakhurst")
                .endsWith("\n");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void everyStyleIsInTheNativeExecutable(String style) throws IOException {
        assertThat(Files.readString(Path.of("src/main/resources/application.properties")))
                .contains(style + ".csl");
    }

    @Test
    void everyListedLocaleExists() {
        assertThat(Styles.LOCALES)
                .allSatisfy(locale -> assertThat(Styles.class.getResource("/locales-" + locale + ".xml"))
                        .isNotNull());
    }

    @Test
    void localeDeterminesTheTerms() {
        List<CSLItemData> work = List.of(work("a", "Gezeiten"));

        assertThat(FORMATTER.format(work, "ieee", "de-DE", false))
                .isNotEqualTo(FORMATTER.format(work, "ieee", "en-GB", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "apa ", "../apa", "no-such-style", "<style/>", "http://www.zotero.org/styles/nature"})
    void unknownStyleIsRejected(String style) {
        assertThatThrownBy(() -> Styles.style(style))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("/v1/citation-styles");
    }

    @ParameterizedTest
    @CsvSource({
        "apa, apa",
        "APA, apa",
        "mla, modern-language-association",
        "MLA, modern-language-association",
        "Chicago, chicago-author-date",
        "harvard, harvard-cite-them-right",
        "vancouver, nlm-citation-sequence",
        "IEEE, ieee",
        "Nature, nature"
    })
    void styleIsFoundByIdOrAlias(String typed, String style) {
        assertThat(Styles.style(typed)).isEqualTo(style);
    }

    @Test
    void everyAliasBelongsToOneListedStyle() {
        List<StylePage.Style> styles = StylePage.all().items();

        assertThat(styles.stream().flatMap(style -> style.aliases().stream()))
                .containsExactlyInAnyOrderElementsOf(Styles.ALIASES.keySet())
                .doesNotContainAnyElementsOf(Styles.ALL.keySet());
        assertThat(styles)
                .allSatisfy(style -> assertThat(style.aliases())
                        .allSatisfy(alias -> assertThat(Styles.style(alias)).isEqualTo(style.id())));
    }

    @Test
    void referencesKeepTheOrderOfTheItems() {
        assertThat(FORMATTER.format(List.of(work("z", "Zebra"), work("a", "Aardvark")), "apa", "en-GB", false))
                .containsSubsequence("Zebra", "Aardvark");
    }

    @Test
    void concurrentCallsDoNotMixItems() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> tasks = IntStream.range(0, 50)
                    .<Callable<String>>mapToObj(n ->
                            () -> FORMATTER.format(List.of(work("w" + n, "Work " + n + "!")), "apa", "en-GB", false))
                    .toList();
            List<Future<String>> done = pool.invokeAll(tasks);

            for (int n = 0; n < done.size(); n++) {
                assertThat(done.get(n).get()).contains("Work " + n + "!");
            }
        }
    }

    private static CSLItemData work(String id, String title) {
        return new CSLItemDataBuilder()
                .id(id)
                .type(CSLType.DATASET)
                .title(title)
                .author("Maren", "Oakhurst")
                .issued(2024, 5, 1)
                .publisher("University of Westmark")
                .build();
    }
}
