package io.campusfigshare.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains why Jackson could not read JSON. */
public final class JsonErrors {

    /** Jackson's message for a duplicate member, for which it has no exception of its own. */
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

    private JsonErrors() {}

    /** Returns the member that occurs twice in an object, if that is the cause of the failure; null otherwise. */
    public static @Nullable String duplicateMember(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamReadException malformed) {
                Matcher duplicate = DUPLICATE.matcher(malformed.getOriginalMessage());
                if (duplicate.matches()) {
                    return duplicate.group(1);
                }
            }
        }
        return null;
    }

    /**
     * Returns the position and the description of a syntax error, if that is the cause of the failure; null otherwise.
     */
    public static @Nullable String syntaxError(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamReadException malformed) {
                JsonLocation location = malformed.getLocation();
                // For an unclosed object, Jackson adds a start marker that names the source of the bytes.
                String message = malformed
                        .getOriginalMessage()
                        .replaceAll("\\s*\\(start marker at .*", "")
                        .replaceAll("\\s+", " ");
                return location == null
                        ? message + "."
                        : "line %d, column %d: %s.".formatted(location.getLineNr(), location.getColumnNr(), message);
            }
        }
        return null;
    }
}
