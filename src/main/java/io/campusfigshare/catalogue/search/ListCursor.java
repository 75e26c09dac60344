package io.campusfigshare.catalogue.search;

import io.campusfigshare.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The position of an item in a sorted list, after which the next page begins. Clients treat its text as opaque.
 *
 * @param id    the number of the item
 * @param value the value by which the list is sorted, as text
 */
record ListCursor(long id, String value) {

    /** Parses a cursor of a list in this order. Throws a 400 if it is invalid. */
    static ListCursor parse(String text, String order) {
        String value = switch (order) {
            case "relevance" -> "[-0-9.e]{1,30}";
            case "title" -> ".{0,400}";
            case "views", "downloads", "shares" -> "[0-9]{1,18}";
            default -> "-infinity|[0-9:+. -]{10,40}";
        };
        String decoded = decode(text);
        if (decoded == null || !decoded.matches("(?s)[0-9]{1,18} (" + value + ")")) {
            throw invalid();
        }
        String[] parts = decoded.split(" ", 2);
        return new ListCursor(Long.parseLong(parts[0]), parts[1]);
    }

    static Problem invalid() {
        return Problem.invalidParameter("after", "is not a cursor of this list: take it from the Link header.");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((id + " " + value).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String decode(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
