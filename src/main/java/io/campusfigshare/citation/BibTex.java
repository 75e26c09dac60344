package io.campusfigshare.citation;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.LandingPage;
import io.campusfigshare.crosswalk.PlainText;
import io.campusfigshare.crosswalk.PublicationDates;
import io.campusfigshare.crosswalk.ResourceType;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes items as BibTeX in UTF-8, which biber and all current reference managers read. Escapes LaTeX's special
 * characters.
 */
final class BibTex {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private final StringBuilder out = new StringBuilder();

    private BibTex() {}

    static String of(List<Item> items, Function<Item, String> publisher) {
        var all = new BibTex();
        items.forEach(item -> all.entry(item, publisher.apply(item)));
        return all.out.toString();
    }

    private void entry(Item item, String publisher) {
        ResourceType type = ResourceType.of(item);
        out.append('@').append(type.bibTex()).append('{').append(CitationKey.of(item));
        // The second pair of braces keeps styles from changing capitals.
        field("title", item.title() == null ? null : "{" + escaped(item.title()) + "}");
        List<AuthorName> names = AuthorName.of(item);
        field(
                "author",
                names.isEmpty() ? null : names.stream().map(BibTex::name).collect(Collectors.joining(" and ")));
        LocalDate published = PublicationDates.published(item);
        if (published != null) {
            field("year", "%04d".formatted(published.getYear()));
            out.append(",\n  month = ").append(MONTHS.get(published.getMonthValue() - 1));
        }
        field(
                switch (type.bibTex()) {
                    case "phdthesis" -> "school";
                    case "techreport" -> "institution";
                    default -> "publisher";
                },
                escaped(publisher));
        // The degree of a thesis is unknown. Without a type, styles would print it as a doctoral thesis.
        field("type", item.type() == null ? null : escaped(capitalized(item.type())));
        field("version", item.version() == null ? null : item.version().toString());
        field("doi", item.doi() == null ? null : verbatim(item.doi()));
        field("url", verbatim(LandingPage.persistent(item)));
        List<String> keywords = item.keywords();
        field(
                "keywords",
                keywords == null || keywords.isEmpty()
                        ? null
                        : keywords.stream().map(BibTex::escaped).collect(Collectors.joining(", ")));
        Item.License license = item.license();
        field(
                "copyright",
                license == null
                        ? null
                        : escaped(Objects.requireNonNullElse(
                                license.spdx(),
                                Objects.requireNonNullElse(license.name(), String.valueOf(license.url())))));
        field("abstract", item.description() == null ? null : escaped(item.description()));
        out.append("\n}\n\n");
    }

    private void field(String name, @Nullable String value) {
        if (value != null) {
            out.append(",\n  ").append(name).append(" = {").append(value).append('}');
        }
    }

    /** Puts a name in braces if it has only one part, or if BibTeX would split it into two names. */
    private static String name(AuthorName name) {
        String family = name.family();
        if (family == null) {
            return "{" + escaped(name.fullName()) + "}";
        }
        return name.given() == null ? "{" + escaped(family) + "}" : part(family) + ", " + part(name.given());
    }

    private static String part(String name) {
        String escaped = escaped(name);
        return name.contains(",") || name.toLowerCase(Locale.ROOT).matches("(.* )?and( .*)?")
                ? "{" + escaped + "}"
                : escaped;
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        PlainText.line(text).codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\textbackslash{}");
                // Not \{: BibTeX counts braces, and an unbalanced one breaks the rest of the file.
                case '{' -> escaped.append("\\textbraceleft{}");
                case '}' -> escaped.append("\\textbraceright{}");
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                case '$', '&', '#', '%', '_' -> escaped.append('\\').append((char) c);
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** Escapes a field that LaTeX does not read as text. An unbalanced brace breaks the file here, too. */
    private static String verbatim(String text) {
        return PlainText.line(text).replace("{", "%7B").replace("}", "%7D");
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
