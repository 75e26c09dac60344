package io.campusfigshare.citation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.undercouch.citeproc.csl.CSLItemData;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.DataCite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every format with its reviewed version. After an intended change: ./mvnw test -Dtest=GoldenTest
 * -Dgolden.write=true
 */
class GoldenTest {

    private static final Map<String, Function<Item, String>> FORMATS = Map.ofEntries(
            Map.entry("bib", item -> BibTex.of(List.of(item), Samples::publisher)),
            Map.entry("ris", item -> Ris.of(List.of(item), Samples::publisher)),
            Map.entry("csl.json", item -> pretty(CslJson.of(item, Samples.publisher(item)))),
            Map.entry("datacite.json", item -> pretty(DataCite.json(item, Samples.publisher(item)))),
            Map.entry("datacite.xml", Samples::dataCite),
            Map.entry("dc.xml", Samples::dublinCore),
            Map.entry("schemaorg.json", item -> pretty(SchemaOrg.of(item, Samples.publisher(item)))),
            Map.entry("linkset.json", item -> pretty(Signposting.linksetJson(item))),
            Map.entry("links.txt", item -> Signposting.header(item).replace(", <", ",\n<") + "\n"),
            Map.entry("apa.txt", item -> reference(item, "apa", false)),
            Map.entry("ieee.html", item -> reference(item, "ieee", true)));

    private static final ReferenceFormatter FORMATTER = new ReferenceFormatter();

    static Stream<Arguments> cases() {
        return Samples.NAMES.stream()
                .flatMap(name -> FORMATS.keySet().stream().sorted().map(format -> Arguments.of(name, format)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void formatMatchesTheReviewedFile(String name, String format) throws IOException {
        Path golden = Samples.FOLDER.resolve(name + "." + format);
        String written = FORMATS.get(format).apply(Samples.item(name));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, written);
        }

        assertThat(golden).content().isEqualTo(written);
    }

    private static String reference(Item item, String style, boolean html) {
        Map<String, Object> csl = Samples.JSON.convertValue(
                CslJson.of(item, Samples.publisher(item)),
                Samples.JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        return FORMATTER.format(List.of(CSLItemData.fromJson(csl)), style, "en-GB", html);
    }

    private static String pretty(JsonNode node) {
        return node.toPrettyString() + "\n";
    }
}
