package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who published an item. Figshare tells it nowhere but in the citation that it writes: Names (year): Title. Publisher. Type. DOI */
public final class Publisher {

    private Publisher() {}

    /**
     * As the DOI was registered, or else whom the service speaks for.
     *
     * @param otherwise for items whose citation does not tell
     */
    public static String of(Item item, String otherwise) {
        String told = told(item);
        return told == null ? PlainText.line(otherwise) : told;
    }

    private static @Nullable String told(Item item) {
        if (item.citation() == null || item.title() == null || item.type() == null) {
            return null;
        }
        String citation = PlainText.line(item.citation());
        String before = "): " + PlainText.line(item.title()).replaceFirst("\\.$", "") + ". ";
        int from = citation.indexOf(before);
        if (from < 0) {
            return null;
        }
        String rest = citation.substring(from + before.length());
        int end = rest.toLowerCase(Locale.ROOT).indexOf(". " + item.type().toLowerCase(Locale.ROOT) + ".");
        return end <= 0 ? null : rest.substring(0, end);
    }
}
