package io.campusfigshare.item;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.Negotiation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The reference, the formats and the links of an item. */
@Path(ItemResource.PATH)
@Tag(name = "Items")
public class ItemReferenceResource {

    private final Items items;
    private final Citations citations;

    ItemReferenceResource(Items items, Citations citations) {
        this.items = items;
        this.citations = citations;
    }

    @GET
    @Path("/{id}/citation")
    @Operation(
            operationId = "getItemCitation",
            summary = "Read the formatted reference of an item",
            description = "Formats the reference in a style of the Citation Style Language.")
    @APIResponse(
            responseCode = "200",
            description = "The reference.",
            content = {
                @Content(
                        mediaType = MediaType.TEXT_PLAIN,
                        schema = @Schema(implementation = String.class),
                        example =
                                "Penhallow, O. (2017). Using APIs to customise repositories [Presentation]. figshare."),
                @Content(
                        mediaType = MediaType.TEXT_HTML,
                        schema = @Schema(implementation = String.class),
                        example =
                                "<div class=\"csl-bib-body\"><div class=\"csl-entry\">Penhallow, O. (2017). …</div></div>")
            })
    public Uni<RestResponse<Buffer>> citation(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @QueryParam("format") @Nullable String format,
            @QueryParam("style") @Nullable String style,
            @QueryParam("locale") @Nullable String locale,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return citations.citation(
                context,
                Negotiation.negotiate(format, headers, Citations.REFERENCE_TEXT, Citations.REFERENCE_HTML),
                style,
                locale,
                ItemResource.key(id),
                "item",
                refresh -> items.item(id, CallPriority.of(refresh)));
    }

    @GET
    @Path("/{id}/formats/{format}")
    @Operation(
            operationId = "getItemFormat",
            summary = "Read an item in one format",
            description =
                    "Returns the same as the query parameter format, under a path of its own, for services that keep copies by path.")
    @APIResponse(
            responseCode = "200",
            description = "The item.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    public Uni<RestResponse<Buffer>> format(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @PathParam("format") String format,
            @Context RoutingContext context) {
        return citations.item(
                context,
                RequestedFormat.named(format),
                ItemResource.key(id),
                "item",
                refresh -> items.item(id, CallPriority.of(refresh)));
    }

    @GET
    @Path("/{id}/linkset")
    @Operation(
            operationId = "getItemLinkset",
            summary = "Read the links of an item",
            description =
                    "Returns FAIR Signposting level 2: the links of the Link header of the item, and those that do not fit in it.")
    @APIResponse(
            responseCode = "200",
            description = "The links (RFC 9264).",
            content = {
                @Content(
                        mediaType = "application/linkset+json",
                        schema = @Schema(type = SchemaType.OBJECT),
                        example = "{\"linkset\":[{\"anchor\":\"http://localhost:8080/v1/items/123456\","
                                + "\"cite-as\":[{\"href\":\"https://doi.org/10.1371/journal.pone.0039704\"}]}]}"),
                @Content(
                        mediaType = "application/linkset",
                        schema = @Schema(implementation = String.class),
                        example = "<https://doi.org/10.1371/journal.pone.0039704>; rel=\"cite-as\";"
                                + " anchor=\"http://localhost:8080/v1/items/123456\"")
            })
    public Uni<RestResponse<Buffer>> linkset(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return citations.linkset(
                context,
                Negotiation.negotiate(format, headers, Citations.LINKSET_JSON, Citations.LINKSET_TEXT),
                ItemResource.key(id),
                "item",
                refresh -> items.item(id, CallPriority.of(refresh)));
    }
}
