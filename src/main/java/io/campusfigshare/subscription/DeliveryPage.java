package io.campusfigshare.subscription;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of deliveries. */
@RegisterForReflection
@Schema(description = "A page of the deliveries of a subscription, the newest first. They are kept for 30 days.")
public record DeliveryPage(
        List<Delivery> items,
        @Schema(examples = "1") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "20") int size) {}
