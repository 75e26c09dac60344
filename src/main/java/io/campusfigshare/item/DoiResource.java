package io.campusfigshare.item;

import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.FormatParameters;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.figshare.guard.CallPriority;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/dois}. */
@Path(DoiResource.PATH)
@Tag(name = "Items")
public class DoiResource {

    static final String PATH = "/v1/dois";

    private final Items items;
    private final Citations citations;

    DoiResource(Items items, Citations citations) {
        this.items = items;
        this.citations = citations;
    }

    @GET
    @Path("/{doi: .+}")
    @Operation(
            operationId = "getItemByDoi",
            summary = "Read an item by DOI",
            description = "The base DOI stands for the latest version. A DOI that ends with .vN stands for version N.")
    @APIResponse(
            responseCode = "200",
            description = "The item.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    public Uni<RestResponse<Buffer>> item(
            @Parameter(
                            description = "The DOI, with or without a resolver. Its slash need not be escaped.",
                            example = "10.1371/journal.pone.0039704",
                            schema = @Schema(type = SchemaType.STRING, pattern = "^10\\.\\d{4,9}/\\S{1,256}$"))
                    @PathParam("doi")
                    String doi,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        // The framework merges adjacent slashes in the path parameter.
        String path = Objects.requireNonNull(context.request().path(), "routed by it");
        Doi requested = Doi.of(decoded(path.substring(PATH.length() + 1)));
        return citations.item(
                context,
                RequestedFormat.ofItem(format, headers),
                PATH + "/" + requested.text(),
                "item",
                refresh -> items.withDoi(requested, CallPriority.of(refresh)));
    }

    /** Decodes the path; a plus in a path stands for itself. */
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
