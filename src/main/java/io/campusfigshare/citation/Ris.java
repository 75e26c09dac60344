package io.campusfigshare.citation;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.LandingPage;
import io.campusfigshare.crosswalk.PlainText;
import io.campusfigshare.crosswalk.PublicationDates;
import io.campusfigshare.crosswalk.ResourceType;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes items as RIS. RIS has no escapes, so each value is reduced to one line. */
final class Ris {

    private final StringBuilder out = new StringBuilder();

    private Ris() {}

    static String of(List<Item> items, Function<Item, String> publisher) {
        var all = new Ris();
        items.forEach(item -> all.reference(item, publisher.apply(item)));
        return all.out.toString();
    }

    private void reference(Item item, String publisher) {
        line("TY", ResourceType.of(item).ris());
        line("ID", CitationKey.of(item));
        line("TI", item.title());
        AuthorName.of(item).forEach(name -> line("AU", name.inverted()));
        LocalDate published = PublicationDates.published(item);
        if (published != null) {
            line("PY", "%04d".formatted(published.getYear()));
            line(
                    "DA",
                    "%04d/%02d/%02d"
                            .formatted(published.getYear(), published.getMonthValue(), published.getDayOfMonth()));
        }
        line("PB", publisher);
        line("M3", item.type());
        line("ET", item.version() == null ? null : item.version().toString());
        line("DO", item.doi());
        line("UR", LandingPage.persistent(item));
        if (item.keywords() != null) {
            item.keywords().forEach(keyword -> line("KW", keyword));
        }
        Item.License license = item.license();
        if (license != null) {
            line(
                    "C1",
                    license.spdx() != null ? license.spdx() : license.name() != null ? license.name() : license.url());
        }
        line("AB", item.description());
        // Readers expect the tag, two spaces, a hyphen and a trailing space.
        out.append("ER  - \r\n\r\n");
    }

    private void line(String tag, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            out.append(tag).append("  - ").append(PlainText.line(value)).append("\r\n");
        }
    }
}
