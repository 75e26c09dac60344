package io.campusfigshare.citation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.undercouch.citeproc.CSL;
import de.undercouch.citeproc.ListItemDataProvider;
import de.undercouch.citeproc.csl.CSLItemData;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Formats references in a style and a locale with citeproc-java. */
@Singleton
class ReferenceFormatter {

    /** A parsed style uses a few megabytes, and parsing takes a large part of a second. */
    private static final int MAX_STYLES = 32;

    private record Key(String style, String locale) {}

    private final Cache<Key, ParsedStyle> styles =
            Caffeine.newBuilder().maximumSize(MAX_STYLES).build();

    /**
     * Returns the references as one text, in the order of the items.
     *
     * @param style  an id of {@link Styles#ALL}
     * @param locale one of {@link Styles#LOCALES}
     * @param html   whether to write HTML instead of plain text
     */
    String format(List<CSLItemData> items, String style, String locale, boolean html) {
        if (items.isEmpty()) {
            return "";
        }
        return styles.get(new Key(style, locale), key -> new ParsedStyle(key.style(), key.locale()))
                .format(items, html);
    }

    /** A parsed style; formats for one thread at a time. */
    private static final class ParsedStyle {

        /** The source of the processor's items. A processor keeps its source, so the items in it are replaced. */
        private static final class Items extends ListItemDataProvider {

            Items() {
                super(List.of());
            }

            void replace(List<CSLItemData> newItems) {
                items.clear();
                newItems.forEach(item -> items.put(item.getId(), item));
            }
        }

        private final Items items = new Items();
        private final CSL processor;

        ParsedStyle(String style, String locale) {
            try {
                processor = new CSL(items, style, locale);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        synchronized String format(List<CSLItemData> newItems, boolean html) {
            items.replace(newItems);
            processor.reset();
            processor.setOutputFormat(html ? "html" : "text");
            processor.registerCitationItems(
                    newItems.stream().map(CSLItemData::getId).toList(), true);
            String references = html
                    ? processor.makeBibliography().makeString()
                    : Arrays.stream(processor.makeBibliography().getEntries())
                            .map(String::strip)
                            .collect(Collectors.joining("\n", "", "\n"));
            items.replace(List.of());
            return references;
        }
    }
}
