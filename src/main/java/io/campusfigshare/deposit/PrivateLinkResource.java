package io.campusfigshare.deposit;

import io.campusfigshare.access.Callers;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.access.RateLimited;
import io.campusfigshare.deposit.answer.PrivateLinkPage;
import io.campusfigshare.door.SecuredPaths;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Future;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Lists, creates and deletes the private links of a deposit, which open a draft to reviewers. */
@RateLimited
@Path(SecuredPaths.DEPOSITS)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(name = "Deposits")
public class PrivateLinkResource {

    private final PrivateLinks links;
    private final Callers callers;

    PrivateLinkResource(PrivateLinks links, Callers callers) {
        this.links = links;
        this.callers = callers;
    }

    @GET
    @Path("/{id}/private-links")
    @Operation(
            operationId = "listPrivateLinks",
            summary = "List the private links of a deposit",
            description = "Without their URLs, which are secret.")
    public RestResponse<PrivateLinkPage> list(@PathParam("id") UUID id) {
        return RestResponse.ResponseBuilder.ok(links.list(callers.current(), ImpersonationContext.requestId(), id))
                .build();
    }

    @POST
    @Path("/{id}/private-links")
    @Operation(
            operationId = "createPrivateLink",
            summary = "Create a private link",
            description = "Whoever has the link can read the deposit.")
    @APIResponse(
            responseCode = "201",
            description = "Created; only this answer has its URL.",
            content = @Content(schema = @Schema(implementation = PrivateLinkPage.PrivateLink.class)))
    public RestResponse<PrivateLinkPage.PrivateLink> create(
            @PathParam("id") UUID id,
            @Parameter(
                            description = "The day on which it expires; 365 days from now if absent.",
                            example = "2027-01-31")
                    @QueryParam("until")
                    @Future @Nullable LocalDate until) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.CREATED,
                        links.create(callers.current(), ImpersonationContext.requestId(), id, until))
                .build();
    }

    @DELETE
    @Path("/{id}/private-links/{link}")
    @Operation(
            operationId = "deletePrivateLink",
            summary = "Delete a private link",
            description = "The link is identified by its id here.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    public RestResponse<Void> delete(@PathParam("id") UUID id, @PathParam("link") String link) {
        links.delete(callers.current(), ImpersonationContext.requestId(), id, link);
        return RestResponse.noContent();
    }
}
