package io.campusfigshare.usage;

import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.httpcache.Csv;
import io.campusfigshare.usage.stats.Counter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

/** {@code /v1/departments/{code}/usage}. */
@Path("/v1/departments/{code}/usage")
@Tag(name = "Usage")
public class DepartmentUsageResource {

    private final UsageTargets targets;
    private final UsageReports reports;
    private final UsageAnswers answers;

    DepartmentUsageResource(UsageTargets targets, UsageReports reports, UsageAnswers answers) {
        this.targets = targets;
        this.reports = reports;
        this.answers = answers;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getDepartmentUsage",
            summary = "Read the usage of a department",
            description = "Returns all usage that Figshare counts for the group.")
    @APIResponse(
            responseCode = "200",
            description = "The usage.",
            content = @Content(schema = @Schema(implementation = Usage.class)))
    public Uni<RestResponse<Buffer>> usage(
            @Parameter(description = "The code or number of the department.", example = "BIO") @PathParam("code")
                    String code,
            @Context RoutingContext context) {
        return answers.totals(context, key(code), priority -> targets.department(code));
    }

    @GET
    @Path("/timeline")
    @Operation(
            operationId = "getDepartmentUsageTimeline",
            summary = "Read the usage of a department over time",
            description =
                    "Returns one counter by day, month or year, without gaps. By default, the series covers the whole history.")
    @APIResponse(
            responseCode = "200",
            description = "The series.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UsageTimeline.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(implementation = String.class)),
                @Content(mediaType = BarChart.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    public Uni<RestResponse<Buffer>> timeline(
            @Parameter(description = "The code or number of the department.", example = "BIO") @PathParam("code")
                    String code,
            @BeanParam SeriesParameters parameters,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return answers.timeline(context, headers, key(code), parameters, priority -> targets.department(code));
    }

    @GET
    @Path("/countries")
    @Operation(
            operationId = "getDepartmentUsageCountries",
            summary = "Read the usage of a department by country",
            description = "Returns one counter by country, since publication.")
    @APIResponse(
            responseCode = "200",
            description = "The countries.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UsageCountries.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    public Uni<RestResponse<Buffer>> countries(
            @Parameter(description = "The code or number of the department.", example = "BIO") @PathParam("code")
                    String code,
            @BeanParam TableParameters parameters,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return answers.countries(context, headers, key(code), parameters, priority -> targets.department(code));
    }

    @GET
    @Path("/top")
    @Operation(
            operationId = "listDepartmentTopItems",
            summary = "List the most used items of a department",
            description = "Ranks by the stored usage, which is updated every night.")
    @APIResponse(
            responseCode = "200",
            description = "The items, in descending order of usage.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UsageTop.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    public Uni<RestResponse<Buffer>> top(
            @Parameter(description = "The code or number of the department.", example = "BIO") @PathParam("code")
                    String code,
            @BeanParam TableParameters parameters,
            @Parameter(description = "Whether to include the departments below the department.", example = "true")
                    @QueryParam("descendants")
                    @DefaultValue("false")
                    boolean descendants,
            @Parameter(description = "The maximum number of items.", example = "10")
                    @QueryParam("size")
                    @DefaultValue("10")
                    @Min(1) @Max(100) int size,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        Counter counter = parameters.counter();
        String query = "?counter=" + counter.text() + "&descendants=" + descendants + "&size=" + size;
        return answers.table(
                context,
                headers,
                parameters.format,
                key(code) + "/top" + query,
                priority -> top(code, descendants, counter, size),
                UsageTop.Used.class,
                UsageTop::items);
    }

    private Uni<UsageTop> top(String code, boolean descendants, Counter counter, int size) {
        return targets.departmentIdWithUsage(code).chain(id -> reports.top(id, descendants, counter, size));
    }

    private static String key(String code) {
        return "/v1/departments/" + URLEncoder.encode(code.toUpperCase(Locale.ROOT), StandardCharsets.UTF_8) + "/usage";
    }
}
