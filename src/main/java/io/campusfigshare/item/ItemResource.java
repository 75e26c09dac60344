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
    private final ResponseCache cache;
    private final Catalogue catalogue;
    private final Citations citations;

    ItemResource(Items items, ResponseCache cache, Catalogue catalogue, Citations citations) {
        this.items = items;
        this.cache = cache;
        this.catalogue = catalogue;
        this.citations = citations;
    }

    @GET
    @Operation(
            operationId = "listItems",
            summary = "Search items",
            description =
                    "All words of q must match; a phrase goes in double quotes, and in the catalogue a minus excludes a word. "
                            + "Without a catalogue the list is read through from Figshare, which tells no total. "
                            + "With id or doi it is no search: it answers the items that these name, each once, in the order in"
                            + " which they are asked for, and in JSON lists the others under missing. Up to 100 together, of which"
                            + " 20 may have to be read through: items that are not in the catalogue, and earlier versions. Nothing"
                            + " goes with them but format, style, locale and, with a catalogue, fields.")
    @APIResponse(
            responseCode = "200",
            description = "One page of items.",
            headers = {
                @Header(
                        name = "Link",
                        description = "first, prev and next (RFC 8288).",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ItemPage.class)))
    public Uni<RestResponse<Buffer>> items(
            @Parameter(
                            description = "In place of a search: an item's number. May be repeated, and go with doi.",
                            example = "[123456, 5616445]")
                    @QueryParam("id")
                    List<Long> ids,
            @Parameter(
                            description =
                                    "In place of a search: a DOI, with or without resolver. May be repeated, and go with id;"
                                            + " one that ends with .vN names that version.",
                            example = "[\"10.1371/journal.pone.0039704\"]")
                    @QueryParam("doi")
                    List<String> dois,
            @BeanParam ItemListParameters parameters,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        if (!ids.isEmpty() || !dois.isEmpty()) {
            RequestedFormat requested = RequestedFormat.ofList(format, headers, true);
            String query = Objects.requireNonNull(context.request().query(), "it names the items");
            Batch batch = Batch.of(query, parameters, catalogue.inUse(), requested.parameters());
            return citations.list(
                    context, requested, PATH + batch.key(), refresh -> items.batch(batch, CallPriority.of(refresh)));
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
            description = "The latest public version, with all its files.")
    @APIResponse(
            responseCode = "200",
            description = "The item.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    public Uni<RestResponse<Buffer>> item(
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
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
            summary = "Read the reference of an item",
            description = "Ready to be shown, in a style of the Citation Style Language.")
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
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
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
                    "The same as with format=, under a path of its own, for those who keep copies by their paths.")
    @APIResponse(
            responseCode = "200",
            description = "The item.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    public Uni<RestResponse<Buffer>> format(
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
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
            summary = "Read all links of an item",
            description =
                    "FAIR Signposting, level 2: what the Link header of the item names, and what has no place in it.")
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
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
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
            description = "All public versions, the oldest first.")
    @APIResponse(
            responseCode = "200",
            description = "The versions.",
            content = @Content(schema = @Schema(implementation = VersionPage.class)))
    public Uni<RestResponse<Buffer>> versions(
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
            @Context RoutingContext context) {
        return cache.answer(
                context, key(id) + "/versions", "item", refresh -> items.versions(id, CallPriority.of(refresh)));
    }

    @GET
    @Path("/{id}/versions/{version}")
    @Operation(
            operationId = "getItemVersion",
            summary = "Read one version of an item",
            description = "The item as it was in that public version.")
    @APIResponse(
            responseCode = "200",
            description = "The item in that version.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    public Uni<RestResponse<Buffer>> version(
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
            @Parameter(description = "Counts from 1.", example = "1") @PathParam("version") @Positive int version,
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
            description = "All files of the latest public version.")
    @APIResponse(
            responseCode = "200",
            description = "The files.",
            content = @Content(schema = @Schema(implementation = FilePage.class)))
    public Uni<RestResponse<Buffer>> files(
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
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
                    "Redirects to a download that works for programs; Range and HEAD go on with the redirect. A page"
                            + " links to it: browsers let no script follow it to another host.")
    @APIResponse(
            responseCode = "302",
            description = "The file is there.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where the file can be fetched.",
                            schema = @Schema(type = SchemaType.STRING)))
    public Uni<RestResponse<Buffer>> file(
            @Parameter(description = "The item's number.", example = "123456") @PathParam("id") @Positive long id,
            @Parameter(description = "The file's number.", example = "3074543") @PathParam("fileId") @Positive long fileId,
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
