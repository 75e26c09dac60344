package io.campusfigshare.change;

import io.campusfigshare.catalogue.search.FillProgress;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.UncachedResponses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/changes}. */
@Path(ChangeResource.PATH)
@Tag(
        name = "Changes",
        description = "Created, updated and withdrawn items, for services that keep copies. Also as Atom.")
public class ChangeResource {

    static final String PATH = "/v1/changes";

    private final Changes changes;
    private final AtomFeed feed;
    private final UncachedResponses responses;

    ChangeResource(Changes changes, AtomFeed feed, UncachedResponses responses) {
        this.changes = changes;
        this.feed = feed;
        this.responses = responses;
    }

    @GET
    @Operation(
            operationId = "listChanges",
            summary = "List the changes of items",
            description =
                    "Lists the changes in the order of their commits and without gaps. Send the first request without after, and each"
                            + " other request with next of the answer before.")
    @APIResponse(
            responseCode = "200",
            description = "The changes after the cursor, the oldest first.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ChangePage.class)),
                @Content(mediaType = AtomFeed.TYPE, schema = @Schema(implementation = String.class))
            })
    public Uni<RestResponse<Buffer>> changes(
            @Parameter(description = "The cursor: next of the answer before.", example = "4711")
                    @QueryParam("after")
                    @DefaultValue("0")
                    @PositiveOrZero long after,
            @Parameter(description = "The maximum number of changes in the answer.", example = "100")
                    @QueryParam("size")
                    @DefaultValue("100")
                    @Min(1) @Max(1000) int size,
            @Parameter(
                            description = "The maximum time to wait for a change if there is none, in seconds.",
                            example = "30")
                    @QueryParam("wait")
                    @DefaultValue("0")
                    @Min(0) @Max(60) int wait,
            @Parameter(
                            description = "The format of the answer. Overrides Accept.",
                            example = "atom",
                            schema = @Schema(enumeration = {"json", "atom"}))
                    @QueryParam("format")
                    @Nullable String format,
            @Context HttpHeaders headers) {
        Negotiation.Offer offer = Negotiation.negotiate(format, headers, Negotiation.Offer.JSON, AtomFeed.OFFER);
        return Negotiation.writeAsIs(changes.after(after, size, Duration.ofSeconds(wait))
                .map(page -> responses.answer(
                        offer, page, () -> feed.of(page, after, size), FillProgress.headers(page.filling()))));
    }
}
