package io.campusfigshare.reference;

import io.campusfigshare.figshare.guard.CallPriority;
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
@Path(ReferenceResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reference", description = "Vocabularies for forms. They change rarely.")
public class ReferenceResource {

    static final String PATH = "/v1/reference";

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
                PATH + "/categories",
                "reference",
                refresh -> references.categories(CallPriority.of(refresh)).map(Representation::json));
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
                PATH + "/licenses",
                "reference",
                refresh -> references.licenses(CallPriority.of(refresh)).map(Representation::json));
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
                PATH + "/item-types",
                "reference",
                refresh -> references.itemTypes(CallPriority.of(refresh)).map(Representation::json));
    }

    @GET
    @Path("/custom-fields")
    @Operation(
            operationId = "listCustomFields",
            summary = "List the institution's own fields",
            description =
                    "What customFields of an item may hold; only where the service knows the administrator's token.")
    @APIResponse(
            responseCode = "200",
            description = "The fields.",
            content = @Content(schema = @Schema(implementation = CustomFieldPage.class)))
    public Uni<RestResponse<Buffer>> customFields(@Context RoutingContext context) {
        return cache.answer(
                context,
                PATH + "/custom-fields",
                "reference",
                refresh -> references.customFields().map(Representation::json));
    }
}
