package io.campusfigshare.citation;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.AuthorName;
import io.campusfigshare.crosswalk.PublicationDates;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** What a reference manager calls an item: the first author and the year for people, Figshare's number so that it is unique. */
final class CitationKey {

    private CitationKey() {}

    static String of(Item item) {
        List<AuthorName> names = AuthorName.of(item);
        String first = names.isEmpty() ? "" : names.getFirst().inverted().split(",", 2)[0];
        String ascii = Normalizer.normalize(first, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
        var published = PublicationDates.published(item);
        return (ascii.isEmpty() ? "item" : ascii.substring(0, Math.min(ascii.length(), 30)))
                + (published == null ? "" : published.getYear()) + "_" + item.id();
    }
}
