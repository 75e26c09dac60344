package io.campusfigshare.deposit.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was done on a deposit, the oldest first. */
@RegisterForReflection
@Schema(description = "What was done on a deposit, the oldest first.")
public record EventPage(
        List<Event> items,

        @Schema(description = "Where the next page begins; null at the end.", examples = "120") @Nullable Long next) {

    /** One call to Figshare. */
    @Schema(name = "DepositEvent", description = "One call to Figshare.")
    public record Event(
            @Schema(description = "Rises from event to event.", examples = "117")
            long number,

            @Schema(examples = "2026-11-22T08:30:02Z") Instant at,

            @Schema(description = "What was done.", examples = "create")
            String action,

            @Schema(
                    description =
                            "done; not-done; unknown; modified, where its end is not on record and the record was modified since; the name of the problem; or intended, while it is under way.",
                    examples = "done")
            String outcome,

            @Schema(description = "The program that asked.", examples = "thesis-office")
            String client,

            @Schema(description = "Whom its token was given to.", examples = "4c1d…")
            String subject,

            @Schema(description = "The request that asked.", examples = "10f91ff719a1c0d9") @Nullable String request) {}
}
