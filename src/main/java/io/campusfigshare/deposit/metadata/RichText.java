package io.campusfigshare.deposit.metadata;

import io.campusfigshare.catalogue.item.Html;
import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/** Titles and descriptions, which are HTML at Figshare and may come as plain text. */
public final class RichText {

    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]*>|<!--");
    private static final Pattern ENTITY = Pattern.compile("&(?:[a-zA-Z]+|#\\d+|#[xX][0-9a-fA-F]+);");

    private RichText() {}

    /** Plain text stays as it is, since a title is mostly shown as it was given; null where nothing is left. */
    static @Nullable String title(String given) {
        return TAG.matcher(given).find()
                ? Html.sanitised(given)
                : given.replaceAll("<(?=[a-zA-Z/!?])", "&lt;"); // Else what stands behind it may make it a tag.
    }

    /** Whether people read the same, however Figshare has written markup, entities, blanks and accents. */
    public static boolean isSameText(String one, String other) {
        return read(one).equals(read(other));
    }

    private static String read(String html) {
        String text = Html.text(html);
        return text == null
                ? ""
                : Normalizer.normalize(text, Normalizer.Form.NFC)
                        .replaceAll("\\s+", " ")
                        .strip();
    }

    /** Safe HTML; each line of a plain text becomes a paragraph. Null where nothing is left to read. */
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
