package io.campusfigshare.citation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.undercouch.citeproc.bibtex.BibTeXConverter;
import de.undercouch.citeproc.csl.CSLItemData;
import de.undercouch.citeproc.csl.CSLName;
import de.undercouch.citeproc.ris.RISParser;
import de.undercouch.citeproc.ris.RISReference;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.LandingPage;
import io.campusfigshare.crosswalk.PlainText;
import io.campusfigshare.crosswalk.PublicationDates;
import io.campusfigshare.crosswalk.ResourceType;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbibtex.BibTeXDatabase;
import org.jbibtex.BibTeXEntry;
import org.jbibtex.BibTeXParser;
import org.jbibtex.Key;
import org.jbibtex.ParseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks our formats with parsers of other projects. */
class ReadBackTest {

    private static final Map<String, String> UNESCAPED = Map.of(
            "\\textbackslash{}", "\\",
            "\\textbraceleft{}", "{",
            "\\textbraceright{}", "}",
            "\\textasciitilde{}", "~",
            "\\textasciicircum{}", "^",
            "\\$", "$",
            "\\&", "&",
            "\\#", "#",
            "\\%", "%",
            "\\_", "_");

    @Test
    void bibTexParserFindsEveryEntry() throws ParseException {
        BibTeXDatabase read = bibTex(BibTex.of(Samples.all(), Samples::publisher));

        assertThat(read.getEntries()).hasSize(Samples.NAMES.size());
        assertThat(Samples.each()).allSatisfy(item -> {
            BibTeXEntry entry = read.resolveEntry(new Key(CitationKey.of(item)));
            assertThat(entry.getType()).isEqualTo(new Key(ResourceType.of(item).bibTex()));
            assertThat(plain(entry, "title")).isEqualTo(item.title() == null ? null : PlainText.line(item.title()));
            assertThat(plain(entry, "abstract"))
                    .isEqualTo(item.description() == null ? null : PlainText.line(item.description()));
            assertThat(plain(entry, "doi")).isEqualTo(item.doi() == null ? null : braceless(item.doi()));
            assertThat(plain(entry, "url")).isEqualTo(LandingPage.persistent(item));
            assertThat(plain(entry, "version"))
                    .isEqualTo(item.version() == null ? null : item.version().toString());
        });
    }

    @Test
    void bibTexParserFindsThePartsOfNames() throws ParseException {
        var converter = new BibTeXConverter();
        Map<String, CSLItemData> read = converter.toItemData(
                bibTex(BibTex.of(List.of(Samples.item("dataset"), Samples.item("thesis")), Samples::publisher)));

        assertThat(names(read.get("deng2012_123456").getAuthor()))
                .containsExactly(
                        "||Deng|Yunyan",
                        "||Yao|Jianting",
                        "van der||Berg|Jan Willem",
                        "Institute of Oceanology, Chinese Academy of Sciences|||");
        assertThat(names(read.get("delacruz2021_2000011").getAuthor()).getFirst())
                .isEqualTo("de la||Cruz|María José");
        assertThat(read.get("delacruz2021_2000011").getIssued().getDateParts()).isEqualTo(new int[][] {{2021, 3}});
    }

    @Test
    void risParserFindsEveryReference() throws IOException {
        List<RISReference> read = new RISParser()
                .parse(new StringReader(Ris.of(Samples.all(), Samples::publisher)))
                .getReferences();

        assertThat(read).hasSize(Samples.NAMES.size());
        for (int i = 0; i < read.size(); i++) {
            Item item = Samples.all().get(i);
            RISReference reference = read.get(i);
            assertThat(reference.getType()).hasToString(ResourceType.of(item).ris());
            assertThat(reference.getTitle()).isEqualTo(item.title() == null ? null : PlainText.line(item.title()));
            assertThat(reference.getAbstrct())
                    .isEqualTo(item.description() == null ? null : PlainText.line(item.description()));
            assertThat(reference.getDOI()).isEqualTo(item.doi());
            assertThat(reference.getURL()).isEqualTo(LandingPage.persistent(item));
            assertThat(reference.getAuthors() == null ? List.of() : List.of(reference.getAuthors()))
                    .isEqualTo(AuthorName.of(item).stream()
                            .map(AuthorName::inverted)
                            .toList());
            assertThat(reference.getYear())
                    .isEqualTo(
                            PublicationDates.published(item) == null
                                    ? null
                                    : Integer.toString(
                                            PublicationDates.published(item).getYear()));
        }
    }

    @Test
    void cslParserFindsEveryItem() {
        assertThat(Samples.each()).allSatisfy(item -> {
            JsonNode written = CslJson.of(item, Samples.publisher(item));
            CSLItemData read = CSLItemData.fromJson(Samples.JSON.convertValue(
                    written, Samples.JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class)));

            assertThat(read.getType()).hasToString(ResourceType.of(item).csl());
            assertThat(read.getTitle()).isEqualTo(item.title() == null ? null : PlainText.line(item.title()));
            assertThat(read.getDOI()).isEqualTo(item.doi());
            assertThat(read.getURL()).isEqualTo(LandingPage.persistent(item));
            assertThat(read.getAuthor() == null ? List.of() : names(read.getAuthor()))
                    .hasSameSizeAs(AuthorName.of(item));
        });
    }

    private static BibTeXDatabase bibTex(String text) throws ParseException {
        return new BibTeXParser().parse(new StringReader(text));
    }

    /** Returns the text that LaTeX prints. */
    private static @Nullable String plain(BibTeXEntry entry, String field) {
        var value = entry.getField(new Key(field));
        if (value == null) {
            return null;
        }
        String text = value.toUserString();
        if (field.equals("doi") || field.equals("url")) {
            return text;
        }
        text = text.startsWith("{") && text.endsWith("}") && field.equals("title")
                ? text.substring(1, text.length() - 1)
                : text;
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            String rest = text.substring(i);
            String command = UNESCAPED.keySet().stream()
                    .filter(rest::startsWith)
                    .findFirst()
                    .orElse(null);
            plain.append(command == null ? rest.substring(0, 1) : UNESCAPED.get(command));
            i += command == null ? 1 : command.length();
        }
        return plain.toString();
    }

    private static String braceless(String doi) {
        return doi.replace("{", "%7B").replace("}", "%7D");
    }

    private static List<String> names(CSLName[] names) {
        return Arrays.stream(names)
                .map(name -> name.getLiteral() != null
                        ? name.getLiteral() + "|||"
                        : Stream.of(
                                        name.getNonDroppingParticle() == null
                                                ? name.getDroppingParticle()
                                                : name.getNonDroppingParticle(),
                                        name.getSuffix(),
                                        name.getFamily(),
                                        name.getGiven())
                                .map(part -> Objects.requireNonNullElse(part, ""))
                                .collect(Collectors.joining("|")))
                .toList();
    }
}
