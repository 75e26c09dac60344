package io.campusfigshare.deposit.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The state of a deposit. */
@Schema(name = "State")
public enum DepositState {
    /** Stored here; Figshare has no draft yet. */
    ACCEPTED,
    /** Its draft is being created. */
    DRAFTING,
    /** The draft exists; files are missing. */
    UPLOADING,
    /** A draft that can be edited and published. */
    READY,
    /** The publication is due or in progress. */
    PUBLISHING,
    /** It is public. */
    PUBLISHED,
    /** It waits for a review by the institution. */
    IN_REVIEW,
    /** All of it is under embargo; it becomes public when the embargo ends. */
    EMBARGOED,
    /** No draft was created. */
    FAILED,
    /** It was deleted with this service. */
    DELETED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DepositState of(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** Returns whether the deposit continues without another request. */
    public boolean isInProgress() {
        return this == ACCEPTED || this == DRAFTING || this == PUBLISHING;
    }
}
