package io.campusfigshare.item;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.FormatParameters;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The versions of an item. */
@Path(ItemResource.PATH)
@Tag(name = "Items")
public class ItemVersionResource {

    private final Items items;
    private final ResponseCache cache;
    private final Citations citations;

    ItemVersionResource(Items items, ResponseCache cache, Citations citations) {
        this.items = items;
        this.cache = cache;
        this.citations = citations;
    }

    @GET
    @Path("/{id}/versions")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listItemVersions",
            summary = "List the versions of an item",
            description = "Lists all public versions, the oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "The versions.",
            content = @Content(schema = @Schema(implementation = VersionPage.class)))
    public Uni<RestResponse<Buffer>> versions(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @Context RoutingContext context) {
        return cache.answer(
                context,
                ItemResource.key(id) + "/versions",
                "item",
                refresh -> items.versions(id, CallPriority.of(refresh)));
    }

    @GET
    @Path("/{id}/versions/{version}")
    @Operation(
            operationId = "getItemVersion",
            summary = "Read one version of an item",
            description = "Returns the item as it was in this public version.")
    @APIResponse(
            responseCode = "200",
            description = "The item in that version.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    public Uni<RestResponse<Buffer>> version(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @Parameter(description = "The number of the version, from 1.", example = "1")
                    @PathParam("version")
                    @Positive int version,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return citations.item(
                context,
                RequestedFormat.ofItem(format, headers),
                ItemResource.key(id) + "/versions/" + version,
                "version",
                refresh -> items.version(id, version, CallPriority.of(refresh)));
    }
}
