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
import io.campusfigshare.httpcache.Negotiation;
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
import org.jspecify.annotations.Nullable;

/** {@code /v1/items}. */
@Path(ItemResource.PATH)
@Tag(name = "Items", description = "Research outputs: search, metadata, versions and files.")
public class ItemResource {

    static final String PATH = "/v1/items";

    private final Items items;
    private final BatchReader batches;
    private final ResponseCache cache;
    private final Catalogue catalogue;
    private final Citations citations;

    ItemResource(Items items, BatchReader batches, ResponseCache cache, Catalogue catalogue, Citations citations) {
        this.items = items;
        this.batches = batches;
        this.cache = cache;
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
                    context, requested, PATH + batch.key(), refresh -> batches.read(batch, CallPriority.of(refresh)));
        }
        RequestedFormat requested = RequestedFormat.ofList(format, headers, catalogue.inUse());
        ItemQuery query = parameters.query(catalogue.inUse(), requested.parameters(), requested.maxPageSize());
        return citations.list(
                context, requested, query.appendTo(PATH), refresh -> items.page(query, CallPriority.of(refresh)));
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
    public Uni<RestResponse<Buffer>> item(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return citations.item(
                context,
                RequestedFormat.ofItem(format, headers),
                key(id),
                "item",
                refresh -> items.item(id, CallPriority.of(refresh)));
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
                key(id),
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
                key(id),
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
                key(id),
                "item",
                refresh -> items.item(id, CallPriority.of(refresh)));
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
                context, key(id) + "/versions", "item", refresh -> items.versions(id, CallPriority.of(refresh)));
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
                key(id) + "/versions/" + version,
                "version",
                refresh -> items.version(id, version, CallPriority.of(refresh)));
    }

    @GET
    @Path("/{id}/files")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listItemFiles",
            summary = "List the files of an item",
            description = "Lists all files of the latest public version.")
    @APIResponse(
            responseCode = "200",
            description = "The files.",
            content = @Content(schema = @Schema(implementation = FilePage.class)))
    public Uni<RestResponse<Buffer>> files(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @Context RoutingContext context) {
        return cache.answer(context, key(id) + "/files", "item", refresh -> items.files(id, CallPriority.of(refresh)));
    }

    @GET
    @Path("/{id}/files/{fileId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "downloadItemFile",
            summary = "Download a file",
            description =
                    "Redirects to a download URL that works for programs. Range and HEAD apply to the redirect target. A"
                            + " page must link to it, because browsers do not let scripts follow it to another host.")
    @APIResponse(
            responseCode = "302",
            description = "The file exists.",
            headers =
                    @Header(
                            name = "Location",
                            description = "The download URL of the file.",
                            schema = @Schema(type = SchemaType.STRING)))
    public Uni<RestResponse<Buffer>> file(
            @Parameter(description = "The id of the item.", example = "123456") @PathParam("id") @Positive long id,
            @Parameter(description = "The id of the file.", example = "3074543") @PathParam("fileId") @Positive long fileId,
            @Context RoutingContext context) {
        return cache.answer(
                context,
                key(id) + "/files/" + fileId,
                "item",
                refresh -> items.download(id, fileId, CallPriority.of(refresh)));
    }

    private static String key(long id) {
        return PATH + "/" + id;
    }
}
