package io.campusfigshare.item;

import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The files of an item. */
@Path(ItemResource.PATH)
@Tag(name = "Items")
public class ItemFileResource {

    private final Items items;
    private final ResponseCache cache;

    ItemFileResource(Items items, ResponseCache cache) {
        this.items = items;
        this.cache = cache;
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
        return cache.answer(
                context, ItemResource.key(id) + "/files", "item", refresh -> items.files(id, CallPriority.of(refresh)));
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
                ItemResource.key(id) + "/files/" + fileId,
                "item",
                refresh -> items.download(id, fileId, CallPriority.of(refresh)));
    }
}
