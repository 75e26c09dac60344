package io.campusfigshare.subscription;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Callers;
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
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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

/** {@code /v1/subscriptions}: where client programs subscribe to webhooks. */
@RateLimited
@Path(SecuredPaths.SUBSCRIPTIONS)
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Cache(noStore = true)
@Tag(
        name = "Subscriptions",
        description = "Webhooks: events that are sent to a client's URL. They need a token with the role subscribe.")
public class SubscriptionResource {

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String NAME_MESSAGE = "must be 1 to 63 small letters, digits and hyphens";

    private static final String LOCAL_EXAMPLE = """
            {"url": "http://localhost:8089/webhooks", "events": ["item.created", "item.updated", "item.withdrawn"]}
            """;
    private static final String ITEMS_EXAMPLE = """
            {"url": "https://cris.example.edu/hooks/figshare", "events": ["item.created", "item.withdrawn"],
             "filter": {"department": "BIO"}}
            """;

    private final Subscriptions subscriptions;
    private final Callers callers;
    private final String base;

    SubscriptionResource(Subscriptions subscriptions, Callers callers, CampusConfig campus) {
        this.subscriptions = subscriptions;
        this.callers = callers;
        this.base = CampusConfig.base(campus);
    }

    @GET
    @Operation(
            operationId = "listSubscriptions",
            summary = "List the subscriptions of the client",
            description = "The client is that of the token. Other clients' subscriptions are not visible.")
    public SubscriptionPage list() {
        return subscriptions.all(caller());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getSubscription", summary = "Get a subscription", description = "Without its secret.")
    public Subscription get(
            @Parameter(example = "cris") @PathParam("id") @Pattern(regexp = NAME, message = NAME_MESSAGE) String id) {
        return subscriptions.find(caller(), id);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @CustomDeserialization(StrictJson.class)
    @Operation(
            operationId = "putSubscription",
            summary = "Create or replace a subscription",
            description =
                    "The answer to a creation has the signing secret. A replacement keeps the secret, resumes a suspended"
                            + " subscription, and sends at once what waits. The permissions to read deposits are those of"
                            + " the token of the last PUT.")
    @APIResponse(
            responseCode = "200",
            description = "Replaced.",
            content = @Content(schema = @Schema(implementation = Subscription.class)))
    @APIResponse(
            responseCode = "201",
            description = "Created; Location has its URL.",
            content = @Content(schema = @Schema(implementation = Subscription.class)))
    public RestResponse<Subscription> put(
            @Parameter(description = "A name that the client chooses.", example = "cris")
                    @PathParam("id")
                    @Pattern(regexp = NAME, message = NAME_MESSAGE) String id,
            @RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewSubscription.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "local",
                                                        summary = "In dev mode: to the simulated Figshare",
                                                        value = LOCAL_EXAMPLE),
                                                @ExampleObject(
                                                        name = "items",
                                                        summary = "Items of a department",
                                                        value = ITEMS_EXAMPLE)
                                            }))
                    @NotNull NewSubscription wanted) {
        Subscriptions.Put put = subscriptions.put(caller(), id, wanted);
        return put.isNew()
                ? RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, put.subscription())
                        .header("Location", base + SecuredPaths.SUBSCRIPTIONS + '/' + id)
                        .build()
                : RestResponse.ok(put.subscription());
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteSubscription",
            summary = "Delete a subscription",
            description = "What waits is not sent any more.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    public RestResponse<Void> delete(
            @Parameter(example = "cris") @PathParam("id") @Pattern(regexp = NAME, message = NAME_MESSAGE) String id) {
        subscriptions.delete(caller(), id);
        return RestResponse.noContent();
    }

    @POST
    @Path("/{id}/secret")
    @Operation(
            operationId = "rotateSecret",
            summary = "Replace the signing secret",
            description = "The former secret signs, too, for 24 hours: each request then has two signatures.")
    public Subscription rotate(
            @Parameter(example = "cris") @PathParam("id") @Pattern(regexp = NAME, message = NAME_MESSAGE) String id) {
        return subscriptions.rotate(caller(), id);
    }

    @POST
    @Path("/{id}/test")
    @Operation(
            operationId = "testSubscription",
            summary = "Send a test",
            description = "Sends an event of the type subscription.test, within a second or two.")
    @APIResponse(
            responseCode = "202",
            description = "Accepted.",
            content = @Content(schema = @Schema(implementation = Delivery.class)))
    public RestResponse<Delivery> test(
            @Parameter(example = "cris") @PathParam("id") @Pattern(regexp = NAME, message = NAME_MESSAGE) String id) {
        return RestResponse.accepted(subscriptions.test(caller(), id));
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(
            operationId = "listDeliveries",
            summary = "List the deliveries of a subscription",
            description = "With their outcomes, for 30 days; the newest first.")
    public DeliveryPage deliveries(
            @Parameter(example = "cris") @PathParam("id") @Pattern(regexp = NAME, message = NAME_MESSAGE) String id,
            @Parameter(
                            description = "Only deliveries with this status.",
                            example = "failed",
                            schema = @Schema(enumeration = {"pending", "delivered", "failed"}))
                    @QueryParam("status")
                    @Pattern(regexp = "pending|delivered|failed", message = "must be pending, delivered or failed") @Nullable String status,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return subscriptions.deliveries(caller(), id, status, page, size);
    }

    @POST
    @Path("/{id}/deliveries/{delivery}/attempts")
    @Operation(
            operationId = "sendAgain",
            summary = "Send a delivery again",
            description = "Whether it was delivered or not. Its webhook-id is the same.")
    @APIResponse(
            responseCode = "202",
            description = "Accepted.",
            content = @Content(schema = @Schema(implementation = Delivery.class)))
    public RestResponse<Delivery> sendAgain(
            @Parameter(example = "cris") @PathParam("id") @Pattern(regexp = NAME, message = NAME_MESSAGE) String id,
            @PathParam("delivery") UUID delivery) {
        return RestResponse.accepted(subscriptions.sendAgain(caller(), id, delivery));
    }

    private Caller caller() {
        return callers.withRole(Subscriptions.ROLE);
    }
}
