package io.campusfigshare.citation;

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

/** The resource {@code /v1/citation-styles}. */
@Path(StyleResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Items")
public class StyleResource {

    static final String PATH = "/v1/citation-styles";

    private final ResponseCache cache;

    StyleResource(ResponseCache cache) {
        this.cache = cache;
    }

    @GET
    @Operation(
            operationId = "listCitationStyles",
            summary = "List the citation styles",
            description = "The values of style= and locale=: styles and locales of the Citation Style Language.")
    @APIResponse(
            responseCode = "200",
            description = "The styles and the locales.",
            content = @Content(schema = @Schema(implementation = StylePage.class)))
    public Uni<RestResponse<Buffer>> styles(@Context RoutingContext context) {
        return cache.answer(
                context, PATH, "reference", refresh -> Uni.createFrom().item(Representation.json(StylePage.all())));
    }
}
