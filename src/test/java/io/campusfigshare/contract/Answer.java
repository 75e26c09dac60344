package io.campusfigshare.contract;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer as received.
 *
 * @param headers with names in lower case
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    /** Returns the media type without parameters; empty if there is none. */
    String mediaType() {
        return headers.getOrDefault("content-type", "").split(";")[0].strip();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
