package io.campusfigshare.deposit.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The state of a deposit. */
@Schema(name = "State")
public enum DepositState {
    /** Known here, and nowhere else yet. */
    ACCEPTED,
    /** A draft is being made of it. */
    DRAFTING,
    /** Files are on their way. */
    UPLOADING,
    /** A draft that can be edited, added to and published. */
    READY,
    /** Figshare has been asked to publish it, or is about to be. */
    PUBLISHING,
    /** Everybody can read it. */
    PUBLISHED,
    /** Somebody at the institution has to approve it. */
    IN_REVIEW,
    /** Published on the day on which its embargo ends. */
    EMBARGOED,
    /** Nothing came of it. */
    FAILED,
    /** Deleted through us. */
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

    /** Whether it is to be carried on without anybody asking again. */
    public boolean isInProgress() {
        return this == ACCEPTED || this == DRAFTING || this == PUBLISHING;
    }
}
