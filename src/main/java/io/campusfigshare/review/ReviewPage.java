package io.campusfigshare.review;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of reviews. */
@RegisterForReflection
@Schema(description = "One page of reviews, the oldest first.")
public record ReviewPage(
        List<Review> items,
        @Schema(examples = "1") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "20") int size,

        @Schema(
                description = "When the reviews were last read from Figshare; null before the first time.",
                examples = "2026-11-22T06:00:00Z")
        @Nullable Instant asOf) {}
