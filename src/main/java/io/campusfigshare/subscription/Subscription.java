package io.campusfigshare.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A subscription as its client sees it. */
@RegisterForReflection
@Schema(description = "A subscription to webhooks.")
public record Subscription(
        @Schema(description = "The name that the client chose.", examples = "cris")
        String id,

        @Schema(examples = "https://cris.example.edu/hooks/figshare")
        String url,

        @Schema(description = "The types of the events.", examples = "[\"item.created\", \"item.updated\"]")
        List<String> events,

        @Schema(description = "Which events are sent; null for all.") @Nullable EventFilter filter,

        @Schema(
                description =
                        "active; failing: the last attempt failed, and others follow; suspended: nothing is sent until the"
                                + " next PUT.",
                enumeration = {"active", "failing", "suspended"},
                examples = "active")
        String status,

        @Schema(description = "Why the last attempt failed, or why it is suspended; null if active.", examples = "null")
        @Nullable String reason,

        @Schema(description = "The number of deliveries that wait.", examples = "0")
        long pending,

        @Schema(description = "When the next attempt is made after a failure; null otherwise.", examples = "null")
        @Nullable Instant nextAttempt,

        @Schema(examples = "2026-11-22T08:30:02Z") Instant created,
        @Schema(examples = "2026-11-22T08:30:02Z") Instant modified,

        @Schema(
                description =
                        "The signing secret. Only the answers that make a secret have it; it is never shown again.",
                examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String secret,

        @Schema(
                description = "Until when the former secret signs, too. Only the answer to a rotation has it.",
                examples = "2026-11-23T08:30:02Z")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Instant formerSecretUntil) {

    /** Which events are sent. */
    @Schema(
            name = "EventFilter",
            description = "Which events are sent: those that fit all members.",
            requiredProperties = {})
    public record EventFilter(
            @Schema(
                    description = "The code of a department: its events and those of the departments below it.",
                    examples = "BIO")
            @Nullable String department,

            @Schema(description = "The type of the items. It does not concern deposits.", examples = "dataset")
            @Nullable String type) {}

    Subscription withSecret(String text, @Nullable Instant formerUntil) {
        return new Subscription(
                id, url, events, filter, status, reason, pending, nextAttempt, created, modified, text, formerUntil);
    }
}
