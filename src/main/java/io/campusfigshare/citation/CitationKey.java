package io.campusfigshare.citation;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.PublicationDates;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * The key of an item in a reference manager: the first author and the year make it readable, Figshare's id makes it
 * unique.
 */
final class CitationKey {

    private CitationKey() {}

    static String of(Item item) {
        List<AuthorName> names = AuthorName.of(item);
        String firstAuthor = names.isEmpty() ? "" : names.getFirst().inverted().split(",", 2)[0];
        String ascii = Normalizer.normalize(firstAuthor, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
        var published = PublicationDates.published(item);
        return (ascii.isEmpty() ? "item" : ascii.substring(0, Math.min(ascii.length(), 30)))
                + (published == null ? "" : published.getYear()) + "_" + item.id();
    }
}
