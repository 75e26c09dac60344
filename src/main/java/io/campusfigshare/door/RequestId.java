package io.campusfigshare.door;

import io.vertx.core.MultiMap;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One request's name in every log, ours and Figshare's: the caller's own where it is sound, else made here. */
final class RequestId {

    private static final int LONGEST = 128;

    private RequestId() {}

    static String of(MultiMap headers) {
        String given = headers.get("X-Request-Id");
        if (given != null && sound(given)) {
            return given;
        }
        String trace = traceId(headers.get("traceparent"));
        return trace != null ? trace : any();
    }

    /** Of a request that names none. */
    static String any() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** Letters, digits and {@code . _ : -} only: it goes into headers and log lines. */
    private static boolean sound(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
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

    /** The trace-id of W3C Trace Context, section 3.2; null where there is none. */
    private static @Nullable String traceId(@Nullable String traceparent) {
        return traceparent != null
                        && traceparent.matches("[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*")
                ? traceparent.substring(3, 35)
                : null;
    }
}
