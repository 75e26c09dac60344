package io.campusfigshare.change;

import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/changes}. */
@Path("/v1/changes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Changes", description = "What was created, updated and withdrawn, for those who keep copies.")
public class ChangeResource {

    private final Changes changes;

    ChangeResource(Changes changes) {
        this.changes = changes;
    }

    @GET
    @Operation(
            operationId = "listChanges",
            summary = "Follow what changes",
            description =
                    "In the order of commits and without gaps. Begin without after, then send the next of the last answer, for ever.")
    @APIResponse(
            responseCode = "200",
            description = "The changes after the cursor, the oldest first.",
            content = @Content(schema = @Schema(implementation = ChangePage.class)))
    public Uni<RestResponse<ChangePage>> changes(
            @Parameter(description = "The next of the answer before.", example = "4711")
                    @QueryParam("after")
                    @DefaultValue("0")
                    @PositiveOrZero long after,
            @Parameter(description = "Changes in one answer.", example = "100")
                    @QueryParam("size")
                    @DefaultValue("100")
                    @Min(1) @Max(1000) int size,
            @Parameter(description = "Seconds to wait for a change while there is none.", example = "30")
                    @QueryParam("wait")
                    @DefaultValue("0")
                    @Min(0) @Max(60) int wait) {
        return changes.after(after, size, Duration.ofSeconds(wait))
                .map(page -> RestResponse.ResponseBuilder.ok(page)
                        .header("Cache-Control", "no-store")
                        .build());
    }
}
