package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Callers;
import io.campusfigshare.access.IdempotencyKey;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.access.RateLimited;
import io.campusfigshare.deposit.answer.Deposit;
import io.campusfigshare.deposit.body.Examples;
import io.campusfigshare.deposit.body.NewDeposit;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.problem.StrictJson;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Publishes deposits, unpublishes them, reserves their DOI and sets their embargo. */
@RateLimited
@Path(SecuredPaths.DEPOSITS)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(name = "Deposits")
public class PublicationResource {

    private final DepositProgress progress;
    private final DepositEdits edits;
    private final DepositResponses responses;
    private final Callers callers;

    PublicationResource(DepositProgress progress, DepositEdits edits, DepositResponses responses, Callers callers) {
        this.progress = progress;
        this.edits = edits;
        this.responses = responses;
        this.callers = callers;
    }

    @POST
    @Path("/{id}/publication")
    @Operation(
            operationId = "publishDeposit",
            summary = "Publish a deposit",
            description =
                    "The state afterwards is published, in-review or embargoed. If metadata or files are missing, the problem"
                            + " names all of them.")
    @APIResponse(
            responseCode = "200",
            description = "Published, in review or under embargo, as state says.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted; it is being published.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    public RestResponse<String> publish(
            @PathParam("id") UUID id,
            @Parameter(description = IdempotencyKey.DESCRIPTION, required = true, example = IdempotencyKey.EXAMPLE)
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @Parameter(description = "respond-async: answer 202 at once.") @HeaderParam("Prefer") @Nullable String prefer) {
        return responses.keyed(
                progress.publish(
                        callers.current(),
                        ImpersonationContext.requestId(),
                        IdempotencyKey.require(key),
                        id,
                        !DepositResponses.isAsync(prefer)),
                prefer);
    }

    @DELETE
    @Path("/{id}/publication")
    @Operation(
            operationId = "unpublishDeposit",
            summary = "Unpublish a deposit",
            description = "The record becomes a draft again; its public URL answers 410.")
    public RestResponse<Deposit> unpublish(
            @PathParam("id") UUID id,
            @Parameter(description = "The reason, which is public.", example = "The wrong file")
                    @QueryParam("reason")
                    @NotNull @Size(min = 5, max = 500) String reason) {
        return responses.tagged(edits.unpublish(callers.current(), ImpersonationContext.requestId(), id, reason));
    }

    @POST
    @Path("/{id}/doi")
    @Operation(
            operationId = "reserveDoi",
            summary = "Reserve the DOI",
            description = "A repetition returns the same DOI.")
    public RestResponse<Deposit> reserveDoi(@PathParam("id") UUID id) {
        return responses.tagged(edits.reserveDoi(callers.current(), ImpersonationContext.requestId(), id));
    }

    @PUT
    @Path("/{id}/embargo")
    @Consumes(MediaType.APPLICATION_JSON)
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "embargoDeposit",
            summary = "Set the embargo",
            description = "Puts the files or the whole record under embargo, in place of an earlier embargo.")
    public RestResponse<Deposit> setEmbargo(
            @PathParam("id") UUID id,
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewDeposit.NewEmbargo.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "files",
                                                        summary = "The files, until a day",
                                                        value = Examples.FILE_EMBARGO),
                                                @ExampleObject(
                                                        name = "all",
                                                        summary = "The whole record, permanently",
                                                        value = Examples.PERMANENT_EMBARGO),
                                                @ExampleObject(
                                                        name = "campus",
                                                        summary = "The files, except for members of the institution",
                                                        value = Examples.EMBARGO_EXCEPT_CAMPUS)
                                            }))
                    @NotNull ObjectNode embargo) {
        return responses.tagged(edits.setEmbargo(callers.current(), ImpersonationContext.requestId(), id, embargo));
    }

    @DELETE
    @Path("/{id}/embargo")
    @Operation(operationId = "liftEmbargo", summary = "Remove the embargo", description = "Takes effect at once.")
    public RestResponse<Deposit> removeEmbargo(@PathParam("id") UUID id) {
        return responses.tagged(edits.removeEmbargo(callers.current(), ImpersonationContext.requestId(), id));
    }
}
