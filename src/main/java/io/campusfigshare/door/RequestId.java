package io.campusfigshare.door;

import io.vertx.core.MultiMap;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The id of a request in all logs, including Figshare's: the client's X-Request-Id if it is valid, otherwise a new id.
 */
final class RequestId {

    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    static String of(MultiMap headers) {
        String given = headers.get("X-Request-Id");
        if (given != null && isValid(given)) {
            return given;
        }
        String trace = traceId(headers.get("traceparent"));
        return trace != null ? trace : random();
    }

    static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** Allows letters, digits and {@code . _ : -} only, because the id is written to headers and log lines. */
    private static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && c != '-' && c != '_' && c != '.' && c != ':') {
                return false;
            }
        }
        return true;
    }

    /** Returns the trace-id (W3C Trace Context, section 3.2); null if there is none. */
    private static @Nullable String traceId(@Nullable String traceparent) {
        return traceparent != null
                        && traceparent.matches("[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*")
                ? traceparent.substring(3, 35)
                : null;
    }
}
