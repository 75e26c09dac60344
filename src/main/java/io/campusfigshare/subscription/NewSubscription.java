package io.campusfigshare.subscription;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a PUT. */
@RegisterForReflection
@Schema(
        description = "What a subscription is to be.",
        requiredProperties = {"url", "events"})
public record NewSubscription(
        @Schema(
                description = "Where the events are sent: an https URL with a public address, without a user.",
                maxLength = 2000,
                examples = "https://cris.example.edu/hooks/figshare")
        @Nullable String url,

        @Schema(
                description =
                        "The types of events: item.created, item.updated, item.withdrawn, deposit.state. The last one is sent"
                                + " for deposits that the token of this request may read.",
                examples = "[\"item.created\", \"item.updated\", \"item.withdrawn\"]")
        @Nullable List<String> events,

        @Schema(description = "Which events are sent; all if absent.")
        Subscription.@Nullable EventFilter filter) {}
