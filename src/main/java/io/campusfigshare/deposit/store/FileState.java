package io.campusfigshare.deposit.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a file. */
public enum FileState {
    /** The service waits for its bytes. */
    WAITING,
    /** Its bytes are being sent, or the upload stopped: the same request continues it. */
    UPLOADING,
    /** Figshare has all bytes, but has not verified them yet. */
    PROCESSING,
    /** Figshare has the file as it was sent. */
    AVAILABLE,
    /** Figshare has other bytes or none. The file has to be sent again or deleted. */
    FAILED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
