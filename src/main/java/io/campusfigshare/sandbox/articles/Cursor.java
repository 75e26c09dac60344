package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.http.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last entry a client has seen, which its X-Cursor carries: the sandbox need not remember any.
 *
 * @param query what filters and order it belongs to; it leads nowhere with others
 */
record Cursor(long key, long id, int size, int query) {

    private static final Pattern FORM = Pattern.compile("(-?\\d{1,18}):(\\d{1,18}):(\\d{1,4}):(-?\\d{1,9})");

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
