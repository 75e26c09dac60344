package io.campusfigshare.catalogue.item;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Safelist;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** Sanitises Figshare's HTML or converts it to text. Titles and citations contain HTML, too (FACTS 4.5). */
public final class Html {

    private static final Safelist SAFE =
            Safelist.relaxed().removeTags("img").addEnforcedAttribute("a", "rel", "nofollow");
    private static final Document.OutputSettings AS_WRITTEN = new Document.OutputSettings().prettyPrint(false);

    private Html() {}

    /** Removes scripts, styles, event handlers, images and unsafe protocols. Returns null if nothing is left. */
    public static @Nullable String sanitised(@Nullable String html) {
        return html == null ? null : blankToNull(Jsoup.clean(html, "", SAFE, AS_WRITTEN));
    }

    /** Returns the text in one line; null if it is blank. */
    public static @Nullable String line(@Nullable String html) {
        return html == null
                ? null
                : blankToNull(Jsoup.parseBodyFragment(html).body().text());
    }

    /** Returns the text with a line for each paragraph; null if it is blank. */
    public static @Nullable String text(@Nullable String html) {
        if (html == null) {
            return null;
        }
        var text = new Text();
        NodeTraversor.traverse(text, Jsoup.parseBodyFragment(html).body());
        return blankToNull(text.written());
    }

    /** Converts to text in one pass: the size of records is not limited. */
    private static final class Text implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                // White space in the text has no meaning in HTML; line breaks are added for blocks.
                out.append(text.getWholeText().replaceAll("[\\s\\u00a0]+", " "));
            } else if (isBlock(node)) {
                out.append('\n');
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (isBlock(node)) {
                out.append('\n');
            }
        }

        private static boolean isBlock(Node node) {
            return node instanceof Element element && (element.isBlock() || element.nameIs("br"));
        }

        String written() {
            return out.toString().replaceAll(" +", " ").replaceAll(" ?\\n[ \\n]*", "\n");
        }
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text.strip();
    }
}
