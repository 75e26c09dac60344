package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of an item. Figshare has it only in the citation that it writes: Names (year): Title. Publisher. Type.
 * DOI
 */
public final class Publisher {

    private Publisher() {}

    /**
     * Returns the publisher from the item's citation, which is the one that the DOI was registered with.
     *
     * @param fallback the publisher if the citation has none
     */
    public static String of(Item item, String fallback) {
        String inCitation = inCitation(item);
        return inCitation == null ? PlainText.line(fallback) : inCitation;
    }

    private static @Nullable String inCitation(Item item) {
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
