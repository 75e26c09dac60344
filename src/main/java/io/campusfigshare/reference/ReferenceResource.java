package io.campusfigshare.reference;

import io.campusfigshare.figshare.Lane;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/reference}. */
@Path("/v1/reference")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reference", description = "What forms need; changes rarely.")
public class ReferenceResource {

    private final References references;
    private final ResponseCache cache;

    ReferenceResource(References references, ResponseCache cache) {
        this.references = references;
        this.cache = cache;
    }

    @GET
    @Path("/categories")
    @Operation(
            operationId = "listCategories",
            summary = "List the categories",
            description = "All subjects of all taxonomies.")
    @APIResponse(
            responseCode = "200",
            description = "The categories.",
            content = @Content(schema = @Schema(implementation = CategoryPage.class)))
    public Uni<RestResponse<Buffer>> categories(@Context RoutingContext context) {
        return cache.answer(
                context,
                "/v1/reference/categories",
                "reference",
                refresh -> references.categories(Lane.of(refresh)).map(Representation::json));
    }

    @GET
    @Path("/licenses")
    @Operation(
            operationId = "listLicenses",
            summary = "List the licenses",
            description = "The licenses that everybody may choose, with SPDX identifiers.")
    @APIResponse(
            responseCode = "200",
            description = "The licenses.",
            content = @Content(schema = @Schema(implementation = LicensePage.class)))
    public Uni<RestResponse<Buffer>> licenses(@Context RoutingContext context) {
        return cache.answer(
                context,
                "/v1/reference/licenses",
                "reference",
                refresh -> references.licenses(Lane.of(refresh)).map(Representation::json));
    }

    @GET
    @Path("/item-types")
    @Operation(
            operationId = "listItemTypes",
            summary = "List the item types",
            description = "The kinds of research outputs.")
    @APIResponse(
            responseCode = "200",
            description = "The item types.",
            content = @Content(schema = @Schema(implementation = ItemTypePage.class)))
    public Uni<RestResponse<Buffer>> itemTypes(@Context RoutingContext context) {
        return cache.answer(
                context,
                "/v1/reference/item-types",
                "reference",
                refresh -> references.itemTypes(Lane.of(refresh)).map(Representation::json));
    }
}
