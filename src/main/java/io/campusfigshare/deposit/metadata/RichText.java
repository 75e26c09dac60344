package io.campusfigshare.deposit.metadata;

import io.campusfigshare.catalogue.item.Html;
import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/** Converts titles and descriptions to Figshare's HTML. A request may contain HTML or plain text. */
public final class RichText {

    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]*>|<!--");
    private static final Pattern ENTITY = Pattern.compile("&(?:[a-zA-Z]+|#\\d+|#[xX][0-9a-fA-F]+);");

    private RichText() {}

    /**
     * Returns safe HTML; null if no text is left. Does not escape plain text, because most systems show a title as it
     * is.
     */
    static @Nullable String title(String given) {
        return TAG.matcher(given).find()
                ? Html.sanitised(given)
                : given.replaceAll("<(?=[a-zA-Z/!?])", "&lt;"); // Otherwise the following text could make it a tag.
    }

    /**
     * Returns whether two texts look the same. Ignores how Figshare writes markup, entities, white space and accents.
     */
    public static boolean isSameText(String one, String other) {
        return visibleText(one).equals(visibleText(other));
    }

    private static String visibleText(String html) {
        String text = Html.text(html);
        return text == null
                ? ""
                : Normalizer.normalize(text, Normalizer.Form.NFC)
                        .replaceAll("\\s+", " ")
                        .strip();
    }

    /** Returns safe HTML; null if no text is left. Each line of a plain text becomes a paragraph. */
    static @Nullable String description(String given) {
        if (TAG.matcher(given).find() || ENTITY.matcher(given).find()) {
            return Html.text(given) == null ? null : Html.sanitised(given);
        }
        return given.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> "<p>" + Entities.escape(line) + "</p>")
                .collect(Collectors.joining());
    }
}
