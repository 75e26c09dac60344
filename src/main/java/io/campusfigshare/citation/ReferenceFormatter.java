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

/** Writes references in a style and a locale. */
@Singleton
class ReferenceFormatter {

    /** A style takes a few megabytes when it has been read, and a good part of a second to read. */
    private static final int KEPT = 32;

    private record Key(String style, String locale) {}

    private final Cache<Key, Style> read =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    /**
     * The references as one text, in the order of the items.
     *
     * @param html as HTML, else as plain text
     */
    String format(List<CSLItemData> items, String style, String locale, boolean html) {
        if (items.isEmpty()) {
            return "";
        }
        return read.get(new Key(style, locale), key -> new Style(key.style(), key.locale()))
                .format(items, html);
    }

    /** A style as it has been read, which writes for one at a time. */
    private static final class Style {

        /** What the processor asks for the items; it cannot be given others once it has been made. */
        private static final class Items extends ListItemDataProvider {

            Items() {
                super(List.of());
            }

            void are(List<CSLItemData> now) {
                items.clear();
                now.forEach(item -> items.put(item.getId(), item));
            }
        }

        private final Items items = new Items();
        private final CSL processor;

        Style(String style, String locale) {
            try {
                processor = new CSL(items, style, locale);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        synchronized String format(List<CSLItemData> now, boolean html) {
            items.are(now);
            processor.reset();
            processor.setOutputFormat(html ? "html" : "text");
            processor.registerCitationItems(now.stream().map(CSLItemData::getId).toList(), true);
            String references = html
                    ? processor.makeBibliography().makeString()
                    : Arrays.stream(processor.makeBibliography().getEntries())
                            .map(String::strip)
                            .collect(Collectors.joining("\n", "", "\n"));
            items.are(List.of());
            return references;
        }
    }
}
