package io.campusfigshare.subscription;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The subscriptions of a client. */
@RegisterForReflection
@Schema(description = "All subscriptions of the client, by name.")
public record SubscriptionPage(
        List<Subscription> items, @Schema(examples = "1") int total) {}
