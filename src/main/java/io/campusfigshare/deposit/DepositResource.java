package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.access.Callers;
import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.access.RateLimited;
import io.campusfigshare.deposit.body.DepositForm;
import io.campusfigshare.deposit.body.Examples;
import io.campusfigshare.deposit.body.NewDeposit;
import io.campusfigshare.deposit.body.StreamedBodies;
import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.deposit.body.StrictJson;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
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
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The secured door: what is written on behalf of people. */
@RateLimited
@Path(DepositDoor.PATH)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(name = "Deposits", description = "Deposits on behalf of people; they need a bearer token.")
public class DepositResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final ProblemType NO_KEY =
            new ProblemType("idempotency-key-required", 400, "An Idempotency-Key is required");
    private static final String KEY =
            "Names this request, for a repetition: 1 to 255 visible characters. Kept for 48 h at least.";

    private final Deposits deposits;
    private final DepositForms forms;
    private final Callers callers;
    private final StreamedBodies inflows;

    DepositResource(Deposits deposits, DepositForms forms, Callers callers, StreamedBodies inflows) {
        this.deposits = deposits;
        this.forms = forms;
        this.callers = callers;
        this.inflows = inflows;
    }

    @GET
    @Operation(
            operationId = "listDeposits",
            summary = "A person's records in Figshare",
            description = "Drafts and published ones, made here or not; the newest first.")
    public RestResponse<DepositPage> list(
            @Parameter(
                            description = "Campus id, ORCID iD or address; the caller's own if absent.",
                            example = "jdoe@campus.edu")
                    @QueryParam("depositor")
                    @Size(max = 254) @Nullable String depositor,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(250) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        Caller caller = callers.current();
        String person = depositor == null ? caller.campusId() : depositor;
        if (person == null) {
            throw Problem.invalidParameter(
                    "depositor",
                    "is missing. Send the campus id, ORCID iD or address of the person whose records are meant.");
        }
        return RestResponse.ResponseBuilder.ok(deposits.list(caller, request(), person, page, size))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "createDeposit",
            summary = "A draft for a person, or a record of theirs taken on",
            description = "Repeated with the same Idempotency-Key it answers the same, and nothing is done again.")
    @APIResponse(
            responseCode = "201",
            description = "It is there; Location names it.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    @APIResponse(
            responseCode = "202",
            description = "It will be there; Location names it.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    public RestResponse<String> create(
            @Parameter(description = KEY, required = true, example = Examples.KEY)
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @Parameter(description = "respond-async answers 202 at once.") @HeaderParam("Prefer") @Nullable String prefer,
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewDeposit.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "draft",
                                                        summary = "A draft, of which more is to come",
                                                        value = Examples.DRAFT),
                                                @ExampleObject(
                                                        name = "published",
                                                        summary = "All that a publication needs, and the publication",
                                                        value = Examples.PUBLISHED),
                                                @ExampleObject(
                                                        name = "adopted",
                                                        summary = "A record that is there already",
                                                        value = Examples.ADOPTED)
                                            }))
                    @NotNull ObjectNode body) {
        return answer(
                deposits.create(callers.current(), request(), key(key), body, List.of(), !isAsync(prefer)), prefer);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            operationId = "createDepositWithFiles",
            summary = "A draft for a person with its files, and its publication, in one request",
            description = "The first part is the deposit, as JSON; each other is a file.")
    @APIResponse(responseCode = "201", description = "It is there with all files; Location names it.")
    @APIResponse(responseCode = "202", description = "All has come, and goes on to Figshare; Location names it.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = DepositForm.class)))
    public RestResponse<String> create(
            @Parameter(description = KEY, required = true, example = Examples.KEY)
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @Parameter(description = "respond-async answers 202 once all has come.") @HeaderParam("Prefer") @Nullable String prefer,
            @HeaderParam("Content-Type") String type,
            @Context HttpServerRequest request) {
        try (StreamedBody body = inflows.of(request)) {
            return answer(forms.create(callers.current(), request(), key(key), type, body, !isAsync(prefer)), prefer);
        }
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getDeposit",
            summary = "A deposit, and how far it has come",
            description = "Read from Figshare while it rests, and from the ledger while it moves.")
    public RestResponse<Deposit> get(@PathParam("id") UUID id) {
        return tagged(deposits.get(callers.current(), request(), id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "editDeposit",
            summary = "Edit the metadata: a merge patch, in which lists replace",
            description =
                    "RFC 7396, of the deposit as it is read: {\"metadata\": {\"title\": …}}. A member that is as it"
                            + " was read changes nothing. What is public stays as it"
                            + " is until the next publication.")
    public RestResponse<Deposit> edit(
            @PathParam("id") UUID id,
            @Parameter(description = "The ETag that was read.") @HeaderParam("If-Match") @Nullable String etag,
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewDeposit.DepositPatch.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "change",
                                                        summary = "Another title, and other keywords",
                                                        value = Examples.CHANGE),
                                                @ExampleObject(
                                                        name = "removal",
                                                        summary = "Neither description nor funding any more",
                                                        value = Examples.REMOVAL)
                                            }))
                    @NotNull ObjectNode patch) {
        return tagged(deposits.edit(callers.current(), request(), id, etag, patch));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteDeposit",
            summary = "Delete a draft",
            description = "What has been published is unpublished first.")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public RestResponse<Void> delete(
            @PathParam("id") UUID id,
            @Parameter(description = "The ETag that was read.") @HeaderParam("If-Match") @Nullable String etag) {
        deposits.delete(callers.current(), request(), id, etag);
        return RestResponse.noContent();
    }

    @POST
    @Path("/{id}/publication")
    @Operation(
            operationId = "publishDeposit",
            summary = "Publish it; the answer says what became of that",
            description = "published, in-review or embargoed; what is missing is said all at once.")
    @APIResponse(
            responseCode = "200",
            description = "state says what has become of it.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is going to be published.",
            content = @Content(schema = @Schema(implementation = Deposit.class)))
    public RestResponse<String> publish(
            @PathParam("id") UUID id,
            @Parameter(description = KEY, required = true, example = Examples.KEY)
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @Parameter(description = "respond-async answers 202 at once.") @HeaderParam("Prefer") @Nullable String prefer) {
        return answer(deposits.publish(callers.current(), request(), key(key), id, !isAsync(prefer)), prefer);
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryDeposit",
            summary = "Try at once what has failed for a reason that may pass",
            description =
                    "Such as a refusal by Figshare while an account is being moved. The answer says what became of it."
                            + " Where nothing has failed, it is 409 nothing-to-retry.")
    public RestResponse<Deposit> retry(@PathParam("id") UUID id) {
        return tagged(deposits.retry(callers.current(), request(), id));
    }

    @DELETE
    @Path("/{id}/publication")
    @Operation(
            operationId = "unpublishDeposit",
            summary = "Take it out of public view",
            description = "It becomes a draft again; its address answers 410.")
    public RestResponse<Deposit> unpublish(
            @PathParam("id") UUID id,
            @Parameter(description = "Why; the public can read it.", example = "The wrong file")
                    @QueryParam("reason")
                    @NotNull @Size(min = 5, max = 500) String reason) {
        return tagged(deposits.unpublish(callers.current(), request(), id, reason));
    }

    @POST
    @Path("/{id}/doi")
    @Operation(
            operationId = "reserveDoi",
            summary = "Reserve the DOI that it will have",
            description = "Asked again, it is the same.")
    public RestResponse<Deposit> reserveDoi(@PathParam("id") UUID id) {
        return tagged(deposits.reserveDoi(callers.current(), request(), id));
    }

    @PUT
    @Path("/{id}/embargo")
    @Consumes(MediaType.APPLICATION_JSON)
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "embargoDeposit",
            summary = "Hold back the files, or all of it",
            description = "Replaces an embargo that is there.")
    public RestResponse<Deposit> embargo(
            @PathParam("id") UUID id,
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewDeposit.NewEmbargo.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "files",
                                                        summary = "The files, until a day",
                                                        value = Examples.FILES_HELD_BACK),
                                                @ExampleObject(
                                                        name = "all",
                                                        summary = "All of it, for good",
                                                        value = Examples.ALL_HELD_BACK),
                                                @ExampleObject(
                                                        name = "campus",
                                                        summary = "The files, from everybody but the campus",
                                                        value = Examples.HELD_BACK_FROM_OTHERS)
                                            }))
                    @NotNull ObjectNode embargo) {
        return tagged(deposits.embargo(callers.current(), request(), id, embargo));
    }

    @DELETE
    @Path("/{id}/embargo")
    @Operation(operationId = "liftEmbargo", summary = "Hold back nothing", description = "From now on.")
    public RestResponse<Deposit> liftEmbargo(@PathParam("id") UUID id) {
        return tagged(deposits.liftEmbargo(callers.current(), request(), id));
    }

    @GET
    @Path("/{id}/events")
    @Operation(
            operationId = "listDepositEvents",
            summary = "What was done on it",
            description = "One event for each call to Figshare, the oldest first.")
    public RestResponse<EventPage> events(
            @PathParam("id") UUID id,
            @QueryParam("after") @DefaultValue("0") @Min(0) long after,
            @QueryParam("size") @DefaultValue("100") @Min(1) @Max(1000) int size) {
        return RestResponse.ResponseBuilder.ok(deposits.events(callers.current(), id, after, size))
                .build();
    }

    private RestResponse<String> answer(Deposits.Answer answer, @Nullable String prefer) {
        boolean failed = answer.status() >= 400;
        var response = RestResponse.ResponseBuilder.<String>create(answer.status())
                .entity(answer.body())
                .header("Content-Type", failed ? ProblemBody.MEDIA_TYPE : MediaType.APPLICATION_JSON)
                .header("Location", deposits.url(answer.deposit()));
        if (answer.status() == 403) {
            response.header("WWW-Authenticate", Problems.INSUFFICIENT_SCOPE);
        }
        if (isAsync(prefer)) {
            response.header("Preference-Applied", "respond-async");
        }
        return response.build();
    }

    private RestResponse<Deposit> tagged(Deposit deposit) {
        return RestResponse.ResponseBuilder.ok(deposit)
                .header("ETag", deposits.etag(deposit))
                .build();
    }

    static boolean isAsync(@Nullable String prefer) {
        return prefer != null
                && Arrays.stream(prefer.split("[,;]")).map(String::strip).anyMatch("respond-async"::equalsIgnoreCase);
    }

    private static String key(@Nullable String key) {
        if (key == null || !key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Problem(NO_KEY, "Send a new Idempotency-Key of 1 to 255 visible characters with each request.");
        }
        return key;
    }

    static @Nullable String request() {
        return MDC.get("requestId") instanceof String id ? id : null;
    }
}
