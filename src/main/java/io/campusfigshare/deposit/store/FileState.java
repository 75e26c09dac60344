package io.campusfigshare.deposit.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a file. */
public enum FileState {
    /** Its bytes are awaited. */
    WAITING,
    /** Its bytes are on their way, or the sending stopped midway: the same request again goes on from there. */
    UPLOADING,
    /** Figshare has all bytes, and has not said yet that they are what was sent. */
    PROCESSING,
    /** Figshare has it, as it was sent. */
    AVAILABLE,
    /** Figshare has something else: it has to be sent again, or deleted. */
    FAILED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
