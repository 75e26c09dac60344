package io.campusfigshare.httpcache;

import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a loader brings to be kept.
 *
 * @param status  200 or 302
 * @param type    of the body
 * @param body    bytes as they are, and anything else as JSON; null for an answer without a body
 * @param headers besides those that the cache itself sets
 */
public record Representation(
        int status, String type, @Nullable Object body, Map<String, String> headers) {

    public static Representation json(Object body) {
        return new Representation(200, MediaType.APPLICATION_JSON, body, Map.of());
    }

    /** With RFC 8288 links; none when {@code links} is empty. */
    public static Representation json(Object body, String links) {
        return new Representation(200, MediaType.APPLICATION_JSON, body, Map.of()).with(links);
    }

    public static Representation of(String type, byte[] body) {
        return new Representation(200, type, body, Map.of());
    }

    public static Representation found(String elsewhere) {
        return new Representation(302, MediaType.APPLICATION_JSON, null, Map.of("Location", elsewhere));
    }

    /** The same with RFC 8288 links; none when {@code links} is empty. */
    public Representation with(String links) {
        return new Representation(status, type, body, links.isEmpty() ? Map.of() : Map.of("Link", links));
    }
}
