package io.campusfigshare.review;

import io.campusfigshare.review.Review.Reviewer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A comment in a review. */
@RegisterForReflection
@Schema(description = "A comment in a review.")
public record ReviewComment(
        @Schema(description = "Figshare's number of the comment.", examples = "900001")
        long id,

        @Schema(description = "Who wrote it; null if unknown.") @Nullable Reviewer author,

        @Schema(
                description = "comment, or the decision that it belongs to.",
                enumeration = {"comment", "approved", "rejected", "closed"},
                examples = "comment")
        String type,

        @Schema(description = "Plain text.", examples = "Please add the instrument.")
        String text,

        @Schema(examples = "2026-11-22T08:30:02Z") @Nullable Instant at) {}
