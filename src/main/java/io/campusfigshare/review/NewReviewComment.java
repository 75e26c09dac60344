package io.campusfigshare.review;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a new comment. */
@RegisterForReflection
@Schema(
        description = "A new comment.",
        requiredProperties = {"text"})
public record NewReviewComment(
        @Schema(
                description = "Plain text of 1 to 2,000 characters.",
                minLength = 1,
                maxLength = 2000,
                examples = "Please add the instrument.")
        @Nullable String text) {}
