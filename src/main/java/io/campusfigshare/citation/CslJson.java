package io.campusfigshare.citation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.LandingPage;
import io.campusfigshare.crosswalk.PlainText;
import io.campusfigshare.crosswalk.PublicationDates;
import io.campusfigshare.crosswalk.ResourceType;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts items to CSL-JSON 1.0.2, the input of processors of the Citation Style Language. */
final class CslJson {

    /** Lower-case particles before a family name, which many styles ignore when they sort. */
    private static final Pattern PARTICLES = Pattern.compile("((?:\\p{Ll}[\\p{Ll}']* )+)(\\p{Lu}.*)");

    private CslJson() {}

    static ObjectNode of(Item item, String publisher) {
        ObjectNode csl = JsonNodeFactory.instance
                .objectNode()
                .put("id", CitationKey.of(item))
                .put("type", ResourceType.of(item).csl());
        put(csl, "title", item.title());
        List<AuthorName> names = AuthorName.of(item);
        if (!names.isEmpty()) {
            ArrayNode authors = csl.putArray("author");
            names.forEach(name -> author(name, authors.addObject()));
        }
        LocalDate published = PublicationDates.published(item);
        if (published != null) {
            csl.putObject("issued")
                    .putArray("date-parts")
                    .addArray()
                    .add(published.getYear())
                    .add(published.getMonthValue())
                    .add(published.getDayOfMonth());
        }
        put(csl, "publisher", publisher);
        put(csl, "genre", "thesis".equals(item.type()) ? "Thesis" : null);
        put(csl, "version", item.version() == null ? null : item.version().toString());
        put(csl, "DOI", item.doi());
        put(csl, "URL", LandingPage.persistent(item));
        put(
                csl,
                "keyword",
                item.keywords() == null || item.keywords().isEmpty() ? null : String.join(", ", item.keywords()));
        put(csl, "abstract", item.description());
        return csl;
    }

    private static void author(AuthorName name, ObjectNode author) {
        String family = name.family();
        if (family == null) {
            author.put("literal", name.fullName());
            return;
        }
        Matcher particles = PARTICLES.matcher(family);
        if (particles.matches()) {
            author.put("non-dropping-particle", particles.group(1).strip());
            author.put("family", particles.group(2));
        } else {
            author.put("family", family);
        }
        put(author, "given", name.given());
    }

    private static void put(ObjectNode csl, String name, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            csl.put(name, PlainText.line(text));
        }
    }
}
