package io.campusfigshare.subscription;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The delivery of an event to a subscription. */
@RegisterForReflection
@Schema(description = "The delivery of an event to a subscription.")
public record Delivery(
        @Schema(examples = "0f8fad5b-d9cb-469f-a165-70867728950e")
        UUID id,

        @Schema(description = "The webhook-id of its requests.", examples = "7c9e6679-7425-40de-944b-e07fc1f90ae7")
        UUID event,

        @Schema(description = "The type of the event.", examples = "item.updated")
        String type,

        @Schema(description = "The id of the item or deposit.", examples = "2000001")
        String subject,

        @Schema(
                description = "pending; delivered: answered with 2xx; failed: given up.",
                enumeration = {"pending", "delivered", "failed"},
                examples = "delivered")
        String status,

        @Schema(description = "The number of attempts.", examples = "1")
        int attempts,

        @Schema(description = "When the event happened.", examples = "2026-11-22T08:30:02Z")
        Instant at,

        @Schema(description = "When the next attempt is due; null if it has ended.", examples = "null") @Nullable Instant nextAttempt,

        @Schema(description = "When it was delivered or given up; null if pending.", examples = "2026-11-22T08:30:03Z")
        @Nullable Instant ended,

        @Schema(description = "The HTTP status of the last answer; null if none came.", examples = "204") @Nullable Integer responseStatus,

        @Schema(description = "Why the last attempt failed; null if it did not.", examples = "null") @Nullable String failure) {}
