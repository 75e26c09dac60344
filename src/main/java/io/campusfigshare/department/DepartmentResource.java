package io.campusfigshare.department;

import io.campusfigshare.catalogue.item.ItemListParameters;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.citation.Citations;
import io.campusfigshare.citation.FormatParameters;
import io.campusfigshare.citation.RequestedFormat;
import io.campusfigshare.httpcache.Loader;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/departments}. */
@Path(DepartmentResource.PATH)
@Tag(name = "Departments", description = "The tree of the institution's departments, and their items.")
public class DepartmentResource {

    static final String PATH = "/v1/departments";

    private final Departments departments;
    private final ResponseCache cache;
    private final Citations citations;

    DepartmentResource(Departments departments, ResponseCache cache, Citations citations) {
        this.departments = departments;
        this.cache = cache;
        this.citations = citations;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listDepartments",
            summary = "List the departments",
            description = "Lists the top departments, each with the departments below it and its number of items.")
    @APIResponse(
            responseCode = "200",
            description = "The tree.",
            content = @Content(schema = @Schema(implementation = DepartmentPage.class)))
    public Uni<RestResponse<Buffer>> departments(@Context RoutingContext context) {
        return cache.answer(context, PATH, "list", refresh -> departments.tree());
    }

    @GET
    @Path("/{code}")
    @Operation(
            operationId = "getDepartment",
            summary = "Read a department",
            description =
                    "Finds the department by the institution's code or Figshare's number. Includes the departments below it.")
    @APIResponse(
            responseCode = "200",
            description = "The department.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Department.class)))
    @APIResponse(responseCode = "303", description = "The page of the department, for browsers (Accept: text/html).")
    public Uni<RestResponse<Buffer>> department(
            @Parameter(description = "The code or number of the department.", example = "BIO") @PathParam("code")
                    String code,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        Loader loader = refresh -> departments.department(code).map(Representation::json);
        return Negotiation.writeAsIs(
                Negotiation.prefersHtml(headers)
                        ? cache.answer(context, key(code), "list", loader, " page", body -> departments.page(code))
                        : cache.answer(context, key(code), "list", loader));
    }

    @GET
    @Path("/{code}/items")
    @Operation(
            operationId = "listDepartmentItems",
            summary = "List the items of a department",
            description = "Takes the query parameters of /v1/items, except department.")
    @APIResponse(
            responseCode = "200",
            description = "One page of items.",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ItemPage.class)))
    public Uni<RestResponse<Buffer>> items(
            @Parameter(description = "The code or number of the department.", example = "BIO") @PathParam("code")
                    String code,
            @BeanParam ItemListParameters parameters,
            @BeanParam FormatParameters format,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        RequestedFormat requested = RequestedFormat.ofList(format, headers, true);
        ItemQuery query = parameters
                .query(true, requested.parameters(), requested.maxPageSize())
                .in("department", code);
        return citations.list(
                context,
                requested,
                query.appendTo(key(code) + "/items"),
                query.fields(),
                refresh -> departments.items(code, query));
    }

    private static String key(String code) {
        return PATH + "/" + URLEncoder.encode(code.toUpperCase(Locale.ROOT), StandardCharsets.UTF_8);
    }
}
