package io.campusfigshare.httpcache;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a loader brings to be kept.
 *
 * @param status  200 or 302
 * @param body    becomes JSON; null for an answer without a body
 * @param headers besides those that the cache itself sets
 */
public record Representation(int status, @Nullable Object body, Map<String, String> headers) {

    public static Representation json(Object body) {
        return new Representation(200, body, Map.of());
    }

    /** With RFC 8288 links; none when {@code links} is empty. */
    public static Representation json(Object body, String links) {
        return new Representation(200, body, links.isEmpty() ? Map.of() : Map.of("Link", links));
    }

    public static Representation found(String elsewhere) {
        return new Representation(302, null, Map.of("Location", elsewhere));
    }
}
