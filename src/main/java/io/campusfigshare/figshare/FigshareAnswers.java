package io.campusfigshare.figshare;

import io.campusfigshare.figshare.FigshareFailure.Kind;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Maps Figshare's error answers to failures (FACTS 4.1, 4.2 and 4.4). */
public final class FigshareAnswers implements ResponseExceptionMapper<FigshareFailure> {

    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.){1,2000}+)");
    private static final Pattern MARKUP_AND_URLS = Pattern.compile("<[^>]*>|https?://\\S*|\\\\.|\\s+");
    private static final int MAX_MESSAGE_LENGTH = 200;

    /** A longer Retry-After is a mistake; work that waits is retried within the hour. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    /**
     * Handles all but 200. A read is never answered with 202; 202 with an empty body is the firewall's challenge. The
     * client passes a status below 100 if there was no answer at all.
     */
    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 100 && status != 200;
    }

    @Override
    public FigshareFailure toThrowable(Response response) {
        return failure(response);
    }

    static FigshareFailure failure(Response response) {
        String body = body(response);
        return FigshareFailure.answered(
                kind(response.getStatus(), body), retryAfter(response.getHeaderString("Retry-After")), message(body));
    }

    /**
     * Returns Figshare's error message for the client: without markup and URLs, and shortened. Returns null if there is
     * none.
     */
    private static @Nullable String message(String body) {
        Matcher message = MESSAGE.matcher(body);
        if (!message.find()) {
            return null;
        }
        String text = MARKUP_AND_URLS.matcher(message.group(1)).replaceAll(" ").strip();
        return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), MAX_MESSAGE_LENGTH));
    }

    /** Looks at the body, not at Content-Type: Figshare sometimes sends JSON as text/html, its firewall always HTML. */
    private static Kind kind(int status, String body) {
        if (status == 404 || status == 410) {
            return body.startsWith("<") ? Kind.BLOCKED : Kind.NOT_FOUND;
        }
        if (status == 429) {
            return Kind.THROTTLED;
        }
        if (status >= 500) {
            return Kind.BROKEN;
        }
        if (status < 400 || !body.startsWith("{")) {
            return Kind.BLOCKED;
        }
        return status == 400 || status == 422 ? Kind.INVALID : Kind.REFUSED;
    }

    private static String body(Response response) {
        String body = response.hasEntity() ? response.readEntity(String.class) : "";
        return body == null ? "" : body.stripLeading();
    }

    /**
     * Parses Retry-After (RFC 9110, section 10.2.3): seconds or a date.
     *
     * @return at most one hour; null if the value is absent or malformed
     */
    public static @Nullable Duration retryAfter(@Nullable String value) {
        Duration wait = value == null || value.isBlank() ? null : wait(value);
        return wait == null || wait.compareTo(MAX_RETRY_AFTER) < 0 ? wait : MAX_RETRY_AFTER;
    }

    private static @Nullable Duration wait(String value) {
        if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > 6 ? MAX_RETRY_AFTER : Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException invalid) {
            return null;
        }
    }
}
