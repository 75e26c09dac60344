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

/** Figshare's HTML, made safe or taken off; titles and citations have it too (FACTS 4.5). */
public final class Html {

    private static final Safelist SAFE =
            Safelist.relaxed().removeTags("img").addEnforcedAttribute("a", "rel", "nofollow");
    private static final Document.OutputSettings AS_WRITTEN = new Document.OutputSettings().prettyPrint(false);

    private Html() {}

    /** Without scripts, styles, event handlers, pictures and foreign protocols; null for nothing. */
    public static @Nullable String sanitised(@Nullable String html) {
        return html == null ? null : blankToNull(Jsoup.clean(html, "", SAFE, AS_WRITTEN));
    }

    /** One line of text; null for nothing. */
    public static @Nullable String line(@Nullable String html) {
        return html == null
                ? null
                : blankToNull(Jsoup.parseBodyFragment(html).body().text());
    }

    /** Text with a line for each paragraph; null for nothing. */
    public static @Nullable String text(@Nullable String html) {
        if (html == null) {
            return null;
        }
        var text = new Text();
        NodeTraversor.traverse(text, Jsoup.parseBodyFragment(html).body());
        return blankToNull(text.written());
    }

    /** In one pass, whatever the size: others' records are as long as they like. */
    private static final class Text implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                // The text's own white space means nothing in HTML; ours marks the ends of blocks.
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
