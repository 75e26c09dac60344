package io.campusfigshare.contract;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer, as it came.
 *
 * @param headers their names in lower case
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    /** Without its parameters; empty where there is none. */
    String mediaType() {
        return headers.getOrDefault("content-type", "").split(";")[0].strip();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
