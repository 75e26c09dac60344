package io.campusfigshare.review;

import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Callers;
import io.campusfigshare.access.IdempotencyKey;
import io.campusfigshare.access.RateLimited;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.problem.StrictJson;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/reviews}: the queue of drafts that the staff check before they become public. */
@RateLimited
@Path(SecuredPaths.REVIEWS)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(
        name = "Reviews",
        description = "Reviews of drafts before they become public. They need a token with the role review:read or"
                + " review:comment.")
public class ReviewResource {

    private static final String READ = "review:read";
    private static final String COMMENT = "review:comment";

    private final Reviews reviews;
    private final Callers callers;

    ReviewResource(Reviews reviews, Callers callers) {
        this.reviews = reviews;
        this.callers = callers;
    }

    @GET
    @Operation(
            operationId = "listReviews",
            summary = "List reviews",
            description =
                    "Of all departments with the role review:read or review:comment, of a department and those below it with"
                            + " review:read:department:CODE. They are as old as asOf says.")
    public ReviewPage list(
            @Parameter(
                            description = "Only reviews with this status.",
                            example = "pending",
                            schema = @Schema(enumeration = {"pending", "approved", "rejected", "closed"}))
                    @QueryParam("status")
                    @Pattern(
                            regexp = "pending|approved|rejected|closed",
                            message = "must be pending, approved, rejected or closed")
                    @Nullable String status,
            @Parameter(
                            description =
                                    "The code or number of a department; reviews of those below it are listed, too.",
                            example = "BIO")
                    @QueryParam("department")
                    @Size(max = 100) @Nullable String department,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        Caller caller = reader();
        return reviews.page(caller, readable(caller), department, status, page, size);
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getReview",
            summary = "Get a review",
            description = "With the metadata of the draft, which are read from Figshare, and its comments.")
    public Review get(@Parameter(example = "800001") @PathParam("id") long id) {
        Caller caller = reader();
        return reviews.get(caller, readable(caller), id);
    }

    @GET
    @Path("/{id}/comments")
    @Operation(
            operationId = "listReviewComments",
            summary = "List the comments of a review",
            description = "The oldest first.")
    public ReviewCommentPage comments(@Parameter(example = "800001") @PathParam("id") long id) {
        Caller caller = reader();
        return reviews.comments(caller, readable(caller), id);
    }

    @POST
    @Path("/{id}/comments")
    @Consumes(MediaType.APPLICATION_JSON)
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "commentReview",
            summary = "Comment on a review",
            description =
                    "Figshare shows the service as the author. A repetition with the same Idempotency-Key writes no second"
                            + " comment.")
    @APIResponse(
            responseCode = "201",
            description = "Written; the answer has all comments.",
            content = @Content(schema = @Schema(implementation = ReviewCommentPage.class)))
    public RestResponse<ReviewCommentPage> comment(
            @Parameter(example = "800001") @PathParam("id") long id,
            @Parameter(description = IdempotencyKey.DESCRIPTION, required = true, example = IdempotencyKey.EXAMPLE)
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @NotNull NewReviewComment comment) {
        Caller caller = callers.withRole(COMMENT);
        return RestResponse.status(
                RestResponse.Status.CREATED,
                reviews.comment(caller, caller.scope(COMMENT), id, IdempotencyKey.require(key), comment.text()));
    }

    private Caller reader() {
        return callers.withRole(READ, COMMENT);
    }

    private static Caller.Scope readable(Caller caller) {
        return caller.scope(READ).and(caller.scope(COMMENT));
    }
}
