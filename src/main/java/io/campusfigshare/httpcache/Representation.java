package io.campusfigshare.httpcache;

import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response before the cache stores it.
 *
 * @param status       200, 302 or 303
 * @param type         the media type of the body
 * @param body         bytes, written as they are; or an object, written as JSON; null for a response without a body
 * @param headers      headers in addition to those that the cache sets
 * @param lastModified when the newest source of the body changed; null if unknown
 * @param shortLived   whether the response is expected to change soon; see {@link Lifetime#shortLived}
 */
public record Representation(
        int status,
        String type,
        @Nullable Object body,
        Map<String, String> headers,
        @Nullable Instant lastModified,
        boolean shortLived) {

    Representation(int status, String type, @Nullable Object body) {
        this(status, type, body, Map.of(), null, false);
    }

    public static Representation json(Object body) {
        return new Representation(200, MediaType.APPLICATION_JSON, body);
    }

    /** Returns a JSON response with a Link header (RFC 8288); without one if {@code links} is empty. */
    public static Representation json(Object body, String links) {
        return json(body).withLinks(links);
    }

    public static Representation of(String type, byte[] body) {
        return new Representation(200, type, body);
    }

    /** Returns a redirect (302) to the URL. */
    public static Representation redirect(String location) {
        return new Representation(302, MediaType.APPLICATION_JSON, null, Map.of("Location", location), null, false);
    }

    /** Returns a redirect (303) to a page about what was asked for. */
    public static Representation seeOther(String location) {
        return new Representation(303, MediaType.TEXT_HTML, null, Map.of("Location", location), null, false);
    }

    /** Replaces the headers by a Link header (RFC 8288); by none if {@code links} is empty. */
    public Representation withLinks(String links) {
        return new Representation(
                status, type, body, links.isEmpty() ? Map.of() : Map.of("Link", links), lastModified, shortLived);
    }

    public Representation withBody(String type, byte[] body) {
        return new Representation(status, type, body, headers, lastModified, shortLived);
    }

    public Representation withLastModified(@Nullable Instant lastModified) {
        return new Representation(status, type, body, headers, lastModified, shortLived);
    }

    /**
     * Marks the response as short-lived, and adds the headers that tell clients why. Returns it unchanged if there are
     * no such headers.
     */
    public Representation shortLived(Map<String, String> reason) {
        if (reason.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(reason);
        return new Representation(status, type, body, Map.copyOf(all), lastModified, true);
    }
}
