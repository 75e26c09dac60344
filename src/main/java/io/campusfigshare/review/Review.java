package io.campusfigshare.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.campusfigshare.catalogue.directory.Directory.Membership;
import io.campusfigshare.catalogue.item.Item;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A review of a draft. */
@RegisterForReflection
@Schema(description = "A review of a draft before it becomes public.")
public record Review(
        @Schema(description = "Figshare's number of the review.", examples = "800001")
        long id,

        @Schema(examples = "http://localhost:8080/v1/reviews/800001")
        String url,

        @Schema(
                description = "The status of the review.",
                enumeration = {"pending", "approved", "rejected", "closed"},
                examples = "pending")
        String status,

        @Schema(description = "Figshare's number of the item.", examples = "2000005")
        long item,

        @Schema(description = "The version that is reviewed.", examples = "1") @Nullable Integer version,

        @Schema(examples = "Kelp under blue light") @Nullable String title,

        @Schema(description = "Who owns the draft; null if unknown.") @Nullable Reviewer depositor,

        @Schema(description = "The department of the draft; null if it has none.") @Nullable Membership department,

        @Schema(description = "Whom the review is assigned to; null if nobody.") @Nullable Reviewer assignedTo,

        @Schema(description = "The number of comments.", examples = "2")
        int comments,

        @Schema(description = "The comment of the decision; null without one.", examples = "null") @Nullable String resolution,

        @Schema(examples = "2026-11-22T08:30:02Z") Instant created,
        @Schema(examples = "2026-11-22T08:30:02Z") Instant modified,

        @Schema(description = "How to approve or reject the draft, which this service cannot do.")
        Decision decision,

        @Schema(description = "The draft; only in the answer for a single review.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Item metadata,

        @Schema(description = "The comments, the oldest first; only in the answer for a single review.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<ReviewComment> discussion) {

    /** A person who takes part in a review. */
    @Schema(name = "Reviewer", description = "A person who takes part in a review.")
    public record Reviewer(
            @Schema(examples = "moakhurst@westmark.example") @Nullable String campusId,

            @Schema(examples = "Maren Oakhurst") @Nullable String name) {}

    /** Where people decide. */
    @Schema(name = "Decision", description = "Where people approve or reject a draft.")
    public record Decision(
            @Schema(
                    description = "What to do.",
                    examples = "Figshare's API can neither approve nor reject a draft. Do it in Figshare.")
            String detail,

            @Schema(
                    description = "The page of the draft in Figshare, or the portal; null if neither is known.",
                    examples = "https://westmark.figshare.com/account/articles/2000005")
            @Nullable String url) {}

    Review with(@Nullable Item draft, List<ReviewComment> comments) {
        return new Review(
                id,
                url,
                status,
                item,
                version,
                title,
                depositor,
                department,
                assignedTo,
                this.comments,
                resolution,
                created,
                modified,
                decision,
                draft,
                comments);
    }
}
