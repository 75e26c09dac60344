package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Callers;
import io.campusfigshare.access.IdempotencyKey;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.access.RateLimited;
import io.campusfigshare.deposit.answer.Deposit;
import io.campusfigshare.deposit.answer.DepositPage;
import io.campusfigshare.deposit.answer.EventPage;
import io.campusfigshare.deposit.body.DepositForm;
import io.campusfigshare.deposit.body.Examples;
import io.campusfigshare.deposit.body.NewDeposit;
import io.campusfigshare.deposit.body.StreamedBodies;
import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.StrictJson;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
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

/** Creates, reads, edits and deletes deposits on behalf of people. */
@RateLimited
@Path(SecuredPaths.DEPOSITS)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(name = "Deposits", description = "Deposits on behalf of people; they need a bearer token.")
public class DepositResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Deposits deposits;
    private final DepositCreation creation;
    private final DepositForms forms;
    private final DepositProgress progress;
    private final DepositEdits edits;
    private final DepositResponses responses;
    private final Callers callers;
    private final StreamedBodies bodies;

    DepositResource(
            Deposits deposits,
            DepositCreation creation,
            DepositForms forms,
            DepositProgress progress,
            DepositEdits edits,
            DepositResponses responses,
            Callers callers,
            StreamedBodies bodies) {
        this.deposits = deposits;
        this.creation = creation;
        this.forms = forms;
        this.progress = progress;
        this.edits = edits;
        this.responses = responses;
        this.callers = callers;
        this.bodies = bodies;
    }

    @GET
    @Operation(
            operationId = "listDeposits",
            summary = "List the records of a person",
            description =
                    "Drafts and published records in Figshare, created with this service or not; the newest first.")
    public RestResponse<DepositPage> list(
            @Parameter(
                            description =
                                    "Campus id, ORCID iD or e-mail address; the caller's own campus id if absent.",
                            example = "jdoe@campus.edu")
                    @QueryParam("depositor")
                    @Size(max = 254) @Nullable String depositor,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(250) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        Caller caller = callers.current();
        String person = depositor == null ? caller.campusId() : depositor;
        if (person == null) {
            throw Problem.invalidParameter(
                    "depositor", "is missing. Send the campus id, ORCID iD or e-mail address of the person.");
        }
        return RestResponse.ResponseBuilder.ok(
                        deposits.list(caller, ImpersonationContext.requestId(), person, page, size))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "createDeposit",
            summary = "Create a deposit",
            description =
                    "Creates a draft for a person, or a deposit of one of their existing records. A repetition with the same"
                            + " Idempotency-Key gets the same answer and changes nothing.")
    @APIResponse(
            responseCode = "201",
            description = "Created; Location has its URL.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted; it is being created, and Location has its URL.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    public RestResponse<String> create(
            @Parameter(description = IdempotencyKey.DESCRIPTION, required = true, example = IdempotencyKey.EXAMPLE)
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @Parameter(description = "respond-async: answer 202 at once.") @HeaderParam("Prefer") @Nullable String prefer,
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewDeposit.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "draft",
                                                        summary = "A draft that can be published",
                                                        value = Examples.DRAFT),
                                                @ExampleObject(
                                                        name = "published",
                                                        summary = "A complete deposit, published at once",
                                                        value = Examples.PUBLISHED),
                                                @ExampleObject(
                                                        name = "incomplete",
                                                        summary = "A draft whose publication tells what it lacks",
                                                        value = Examples.INCOMPLETE),
                                                @ExampleObject(
                                                        name = "adopted",
                                                        summary = "A deposit of an existing record",
                                                        value = Examples.EXISTING_RECORD)
                                            }))
                    @NotNull ObjectNode body) {
        return responses.keyed(
                creation.create(
                        callers.current(),
                        ImpersonationContext.requestId(),
                        IdempotencyKey.require(key),
                        body,
                        List.of(),
                        !DepositResponses.isAsync(prefer)),
                prefer);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            operationId = "createDepositWithFiles",
            summary = "Create a deposit with its files",
            description =
                    "The first part is the deposit as JSON; each further part is a file. With publish, the deposit is published"
                            + " once its files are available.")
    @APIResponse(responseCode = "201", description = "Created with all files; Location has its URL.")
    @APIResponse(
            responseCode = "202",
            description = "All parts were received and are being sent to Figshare; Location has its URL.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = DepositForm.class)))
    public RestResponse<String> create(
            @Parameter(description = IdempotencyKey.DESCRIPTION, required = true, example = IdempotencyKey.EXAMPLE)
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @Parameter(description = "respond-async: answer 202 once all parts are received.")
                    @HeaderParam("Prefer")
                    @Nullable String prefer,
            @HeaderParam("Content-Type") String type,
            @Context HttpServerRequest request) {
        try (StreamedBody body = bodies.of(request)) {
            return responses.keyed(
                    forms.create(
                            callers.current(),
                            ImpersonationContext.requestId(),
                            IdempotencyKey.require(key),
                            type,
                            body,
                            !DepositResponses.isAsync(prefer)),
                    prefer);
        }
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getDeposit",
            summary = "Read a deposit",
            description =
                    "Its state, and its metadata as Figshare has them. While a step is in progress, metadata is null.")
    public RestResponse<Deposit> get(@PathParam("id") UUID id) {
        return responses.tagged(deposits.get(callers.current(), ImpersonationContext.requestId(), id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "editDeposit",
            summary = "Edit the metadata",
            description =
                    "A merge patch (RFC 7396) of the deposit as it is read: {\"metadata\": {\"title\": …}}. A list replaces"
                            + " the whole list. A member with the value that was read changes nothing. A published version"
                            + " stays as it is until the next publication.")
    public RestResponse<Deposit> edit(
            @PathParam("id") UUID id,
            @Parameter(description = "The ETag of the deposit as it was read.") @HeaderParam("If-Match") @Nullable String etag,
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewDeposit.DepositPatch.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "change",
                                                        summary = "Change title and keywords",
                                                        value = Examples.EDIT),
                                                @ExampleObject(
                                                        name = "removal",
                                                        summary = "Remove description and funding",
                                                        value = Examples.REMOVAL)
                                            }))
                    @NotNull ObjectNode patch) {
        return responses.tagged(edits.edit(callers.current(), ImpersonationContext.requestId(), id, etag, patch));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteDeposit",
            summary = "Delete a deposit",
            description = "Deletes the draft at Figshare, too. A published deposit must be unpublished first.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    public RestResponse<Void> delete(
            @PathParam("id") UUID id,
            @Parameter(description = "The ETag of the deposit as it was read.") @HeaderParam("If-Match") @Nullable String etag) {
        edits.delete(callers.current(), ImpersonationContext.requestId(), id, etag);
        return RestResponse.noContent();
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryDeposit",
            summary = "Retry a failed step now",
            description =
                    "For a failure that may pass, such as a refusal by Figshare while an account is being moved. The answer"
                            + " has the state afterwards. If nothing has failed, nothing is done.")
    public RestResponse<Deposit> retry(@PathParam("id") UUID id) {
        return responses.tagged(progress.retry(callers.current(), ImpersonationContext.requestId(), id));
    }

    @GET
    @Path("/{id}/events")
    @Operation(
            operationId = "listDepositEvents",
            summary = "List the events of a deposit",
            description = "One event for each call to Figshare, the oldest first.")
    public RestResponse<EventPage> events(
            @PathParam("id") UUID id,
            @QueryParam("after") @DefaultValue("0") @Min(0) long after,
            @QueryParam("size") @DefaultValue("100") @Min(1) @Max(1000) int size) {
        return RestResponse.ResponseBuilder.ok(deposits.events(callers.current(), id, after, size))
                .build();
    }
}
