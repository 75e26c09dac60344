package io.campusfigshare.deposit.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the events of a deposit. */
@RegisterForReflection
@Schema(description = "A page of the events of a deposit, the oldest first.")
public record EventPage(
        List<Event> items,

        @Schema(description = "The value of after for the next page; null on the last page.", examples = "120")
        @Nullable Long next) {

    /** A call to Figshare. */
    @Schema(name = "DepositEvent", description = "A call to Figshare.")
    public record Event(
            @Schema(description = "The number of the event. It increases from event to event.", examples = "117")
            long number,

            @Schema(examples = "2026-11-22T08:30:02Z") Instant at,

            @Schema(description = "The action of the call.", examples = "create")
            String action,

            @Schema(
                    description =
                            "done; not-done; unknown; modified: the outcome was not stored, and the record was modified since; the name of a"
                                    + " problem type; or intended: the call is in progress.",
                    examples = "done")
            String outcome,

            @Schema(description = "The client program of the caller.", examples = "thesis-office")
            String client,

            @Schema(description = "The subject of the caller's token.", examples = "4c1d…")
            String subject,

            @Schema(description = "The id of the request that caused the call.", examples = "10f91ff719a1c0d9")
            @Nullable String request) {}
}
