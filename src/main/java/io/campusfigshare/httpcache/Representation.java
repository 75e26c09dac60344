package io.campusfigshare.httpcache;

import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a loader brings to be kept.
 *
 * @param status   200 or 302
 * @param type     of the body
 * @param body     bytes as they are, and anything else as JSON; null for an answer without a body
 * @param headers  besides those that the cache itself sets
 * @param modified when anything that the body is made of changed last; null where that is not known
 * @param passing  whether it is known to change soon
 */
public record Representation(
        int status,
        String type,
        @Nullable Object body,
        Map<String, String> headers,
        @Nullable Instant modified,
        boolean passing) {

    Representation(int status, String type, @Nullable Object body) {
        this(status, type, body, Map.of(), null, false);
    }

    public static Representation json(Object body) {
        return new Representation(200, MediaType.APPLICATION_JSON, body);
    }

    /** With RFC 8288 links; none when {@code links} is empty. */
    public static Representation json(Object body, String links) {
        return json(body).with(links);
    }

    public static Representation of(String type, byte[] body) {
        return new Representation(200, type, body);
    }

    public static Representation found(String elsewhere) {
        return new Representation(302, MediaType.APPLICATION_JSON, null, Map.of("Location", elsewhere), null, false);
    }

    /** The same with RFC 8288 links; none when {@code links} is empty. */
    public Representation with(String links) {
        return new Representation(
                status, type, body, links.isEmpty() ? Map.of() : Map.of("Link", links), modified, passing);
    }

    /** The same with another body, of another type. */
    public Representation with(String type, byte[] body) {
        return new Representation(status, type, body, headers, modified, passing);
    }

    /** The same with the time of its last change. */
    public Representation modified(@Nullable Instant moment) {
        return new Representation(status, type, body, headers, moment, passing);
    }

    /** The same with headers that say that it changes soon: it is used for a moment only. With none, it is as it was. */
    public Representation passing(Map<String, String> why) {
        if (why.isEmpty()) {
            return this;
        }
        Map<String, String> more = new HashMap<>(headers);
        more.putAll(why);
        return new Representation(status, type, body, Map.copyOf(more), modified, true);
    }
}
