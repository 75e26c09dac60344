package io.campusfigshare.item;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemListParameters;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.FormatParameters;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.Loader;
import io.campusfigshare.httpcache.Negotiation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/items}. */
@Path(ItemResource.PATH)
@Tag(name = "Items", description = "Research outputs: search, metadata, versions and files.")
public class ItemResource {

    static final String PATH = "/v1/items";

    private final Items items;
    private final BatchReader batches;
    private final Catalogue catalogue;
    private final Citations citations;

    ItemResource(Items items, BatchReader batches, Catalogue catalogue, Citations citations) {
        this.items = items;
        this.batches = batches;
        this.catalogue = catalogue;
        this.citations = citations;
    }

    @GET
    @Operation(
            operationId = "listItems",
            summary = "List or search the items",
            description =
                    "All words of q must match. Double quotes enclose a phrase; in the catalogue, a minus excludes a word. "
                            + "Without a catalogue, the list comes from Figshare and has no total. "
                            + "With id or doi, the request is not a search but a batch: it returns the named items, each once, in"
                            + " the order of the request. In JSON, missing lists the names that were not found. A batch names at"
                            + " most 100 items. At most 20 of them may need a request to Figshare: items that are not in the"
                            + " catalogue, and earlier versions. A batch can be combined only with format, style, locale and, if"
                            + " there is a catalogue, fields.")
    @APIResponse(
            responseCode = "200",
            description = "One page of items.",
            headers = {
                @Header(
                        name = "Link",
                        description = "Links to the first, prev, next and last page (RFC 8288).",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ItemPage.class)))
    public Uni<RestResponse<Buffer>> items(
            @Parameter(
                            description =
                                    "The id of an item, in place of a search. Can be repeated and combined with doi.",
                            example = "[123456, 5616445]")
                    @QueryParam("id")
                    List<Long> ids,
            @Parameter(
                            description =
                                    "The DOI of an item, with or without a resolver, in place of a search. Can be repeated and"
                                            + " combined with id. A DOI that ends with .vN names version N.",
                            example = "[\"10.1371/journal.pone.0039704\"]")
                    @QueryParam("doi")
                    List<String> dois,
            @BeanParam ItemListParameters parameters,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        if (!ids.isEmpty() || !dois.isEmpty()) {
            RequestedFormat requested = RequestedFormat.ofList(format, headers, true);
            String query = Objects.requireNonNull(context.request().query(), "a batch has a query");
            Batch batch = Batch.of(query, parameters, catalogue.inUse(), requested.parameters());
            return citations.list(
                    context,
                    requested,
                    PATH + batch.key(),
                    batch.query().fields(),
                    refresh -> batches.read(batch, CallPriority.of(refresh)));
        }
        RequestedFormat requested = RequestedFormat.ofList(format, headers, catalogue.inUse());
        ItemQuery query = parameters.query(catalogue.inUse(), requested.parameters(), requested.maxPageSize());
        return citations.list(
                context,
                requested,
                query.appendTo(PATH),
                query.fields(),
                refresh -> items.page(query, CallPriority.of(refresh)));
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getItem",
            summary = "Read an item",
            description = "Returns the latest public version with all its files.")
    @APIResponse(
            responseCode = "200",
            description = "The item.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    @APIResponse(responseCode = "303", description = "The page of the item, for browsers (Accept: text/html).")
    public Uni<RestResponse<Buffer>> item(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        Loader loader = refresh -> items.item(id, CallPriority.of(refresh));
        return !format.named() && Negotiation.prefersHtml(headers)
                ? citations.page(context, key(id), "item", loader)
                : citations.item(context, RequestedFormat.ofItem(format, headers), key(id), "item", loader);
    }

    static String key(long id) {
        return PATH + "/" + id;
    }
}
