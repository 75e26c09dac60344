package io.campusfigshare.deposit.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The review of the record of a deposit, as the depositor sees it. */
@RegisterForReflection
@Schema(description = "The review of the record of a deposit.")
public record DepositReview(
        @Schema(description = "Figshare's number of the review.", examples = "800001")
        long id,

        @Schema(
                description = "The status of the review.",
                enumeration = {"pending", "approved", "rejected", "closed"},
                examples = "pending")
        String status,

        @Schema(description = "The comment of the decision; null without one.", examples = "null") @Nullable String resolution,

        @Schema(examples = "2026-11-22T08:30:02Z") Instant modified,
        @Schema(description = "The oldest first.") List<Comment> comments) {

    /** A comment of the review. */
    @Schema(name = "DepositReviewComment", description = "A comment of the review.")
    public record Comment(
            @Schema(description = "The name of the author; null if unknown.", examples = "Lena Brookfield") @Nullable String author,

            @Schema(description = "Plain text.", examples = "Please add the instrument.")
            String text,

            @Schema(examples = "2026-11-22T08:30:02Z") @Nullable Instant at) {}
}
