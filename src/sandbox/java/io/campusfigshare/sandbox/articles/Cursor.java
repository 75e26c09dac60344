package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.http.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of the last list entry that a client has received. X-Cursor carries it, so the sandbox keeps no state
 * for it.
 *
 * @param key the value that the list is ordered by
 * @param query the hash of the filters and order that it belongs to; it is invalid with others
 */
record Cursor(long key, long id, int size, int query) {

    private static final Pattern FORM = Pattern.compile("(-?\\d{1,18}):(\\d{1,18}):(\\d{1,4}):(-?\\d{1,9})");

    /** Parses a token; throws a rejection with status 422 if it is invalid or belongs to another query. */
    static Cursor read(String token, int query) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
            Matcher matcher = FORM.matcher(text);
            if (matcher.matches() && Integer.parseInt(matcher.group(4)) == query) {
                return new Cursor(
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)),
                        query);
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    String token() {
        String text = key + ":" + id + ":" + size + ":" + query;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Rejection invalid() {
        return Rejection.invalid("X-Cursor is not one of this query");
    }
}
