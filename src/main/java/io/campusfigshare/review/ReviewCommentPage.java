package io.campusfigshare.review;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The comments of a review. */
@RegisterForReflection
@Schema(description = "The comments of a review, the oldest first.")
public record ReviewCommentPage(
        List<ReviewComment> items, @Schema(examples = "2") int total) {}
