package io.campusfigshare.collection;

import io.campusfigshare.catalogue.item.Collection;
import io.campusfigshare.catalogue.item.ItemListParameters;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Containers.Kind;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.FormatParameters;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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

/** {@code /v1/collections}. */
@Path(CollectionResource.PATH)
@Tag(name = "Collections", description = "The institution's public collections and their items.")
public class CollectionResource {

    static final String PATH = "/v1/collections";

    private final Collections collections;
    private final ResponseCache cache;
    private final Citations citations;

    CollectionResource(Collections collections, ResponseCache cache, Citations citations) {
        this.collections = collections;
        this.cache = cache;
        this.citations = citations;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listCollections",
            summary = "List the collections",
            description = "Lists the newest first.")
    @APIResponse(
            responseCode = "200",
            description = "One page of collections.",
            content = @Content(schema = @Schema(implementation = CollectionPage.class)))
    public Uni<RestResponse<Buffer>> collections(
            @Parameter(description = "The number of the page, from 1.", example = "1")
                    @QueryParam("page")
                    @DefaultValue("1")
                    @Min(1) @Max(1000) int page,
            @Parameter(description = "The number of collections on a page.", example = "20")
                    @QueryParam("size")
                    @DefaultValue("20")
                    @Min(1) @Max(100) int size,
            @Context RoutingContext context) {
        return cache.answer(
                context,
                PATH + "?page=" + page + "&size=" + size,
                "list",
                refresh -> collections.page(Kind.COLLECTION, page, size));
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getCollection",
            summary = "Read a collection",
            description = "Returns the latest public version.")
    @APIResponse(
            responseCode = "200",
            description = "The collection.",
            content = @Content(schema = @Schema(implementation = Collection.class)))
    public Uni<RestResponse<Buffer>> collection(
            @Parameter(description = "The id of the collection.", example = "2100001") @PathParam("id") @Positive long id,
            @Context RoutingContext context) {
        return cache.answer(context, PATH + "/" + id, "list", refresh -> collections.container(Kind.COLLECTION, id));
    }

    @GET
    @Path("/{id}/items")
    @Operation(
            operationId = "listCollectionItems",
            summary = "List the items of a collection",
            description = "Lists only items of the institution. Takes the query parameters of /v1/items.")
    @APIResponse(
            responseCode = "200",
            description = "One page of items.",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ItemPage.class)))
    public Uni<RestResponse<Buffer>> items(
            @Parameter(description = "The id of the collection.", example = "2100001") @PathParam("id") @Positive long id,
            @BeanParam ItemListParameters parameters,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        RequestedFormat requested = RequestedFormat.ofList(format, headers, true);
        ItemQuery query = parameters
                .query(true, requested.parameters(), requested.maxPageSize())
                .in("collection", Long.toString(id));
        return citations.list(
                context,
                requested,
                query.appendTo(PATH + "/" + id + "/items"),
                query.fields(),
                refresh -> collections.items(Kind.COLLECTION, id, query));
    }
}
