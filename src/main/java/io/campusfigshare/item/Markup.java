package io.campusfigshare.item;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

/** Figshare's HTML, made safe or taken off; titles and citations have it too (FACTS 4.5). */
final class Markup {

    private static final Safelist SAFE =
            Safelist.relaxed().removeTags("img").addEnforcedAttribute("a", "rel", "nofollow");
    private static final Document.OutputSettings AS_WRITTEN = new Document.OutputSettings().prettyPrint(false);
    private static final String BLOCKS = "p,div,br,li,tr,h1,h2,h3,h4,h5,h6,blockquote,pre,table,ul,ol,dl,dt,dd";

    private Markup() {}

    /** Without scripts, styles, event handlers, pictures and foreign protocols; null for nothing. */
    static @Nullable String sanitised(@Nullable String html) {
        return html == null ? null : blankToNull(Jsoup.clean(html, "", SAFE, AS_WRITTEN));
    }

    /** One line of text; null for nothing. */
    static @Nullable String line(@Nullable String html) {
        return html == null
                ? null
                : blankToNull(Jsoup.parseBodyFragment(html).body().text());
    }

    /** Text with a line for each paragraph; null for nothing. */
    static @Nullable String text(@Nullable String html) {
        if (html == null) {
            return null;
        }
        Document parsed = Jsoup.parseBodyFragment(html);
        parsed.outputSettings(AS_WRITTEN);
        parsed.select("script,style").remove();
        // The text's own white space means nothing in HTML; ours marks the ends of blocks.
        parsed.select(BLOCKS).forEach(block -> block.before("\u2028").after("\u2028"));
        return blankToNull(parsed.body()
                .wholeText()
                .replaceAll("[\\s\\u00a0]+", " ")
                .replaceAll(" ?\\u2028[ \\u2028]*", "\n")
                .strip());
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text.strip();
    }
}
