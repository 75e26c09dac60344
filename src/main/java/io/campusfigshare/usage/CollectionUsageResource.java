package io.campusfigshare.usage;

import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.httpcache.Csv;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/collections/{id}/usage}. */
@Path("/v1/collections/{id}/usage")
@Tag(name = "Usage")
public class CollectionUsageResource {

    private final UsageTargets targets;
    private final UsageAnswers answers;

    CollectionUsageResource(UsageTargets targets, UsageAnswers answers) {
        this.targets = targets;
        this.answers = answers;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getCollectionUsage",
            summary = "Read the usage of a collection",
            description = "All that Figshare counts for the collection.")
    @APIResponse(
            responseCode = "200",
            description = "The usage.",
            content = @Content(schema = @Schema(implementation = Usage.class)))
    public Uni<RestResponse<Buffer>> usage(
            @Parameter(description = "The id of the collection.", example = "2100001") @PathParam("id") @Positive long id,
            @Context RoutingContext context) {
        return answers.totals(context, key(id), priority -> targets.collection(id));
    }

    @GET
    @Path("/timeline")
    @Operation(
            operationId = "getCollectionUsageTimeline",
            summary = "Read the usage of a collection over time",
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
            @Parameter(description = "The id of the collection.", example = "2100001") @PathParam("id") @Positive long id,
            @BeanParam SeriesParameters parameters,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return answers.timeline(context, headers, key(id), parameters, priority -> targets.collection(id));
    }

    @GET
    @Path("/countries")
    @Operation(
            operationId = "getCollectionUsageCountries",
            summary = "Read the usage of a collection by country",
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
            @Parameter(description = "The id of the collection.", example = "2100001") @PathParam("id") @Positive long id,
            @BeanParam TableParameters parameters,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return answers.countries(context, headers, key(id), parameters, priority -> targets.collection(id));
    }

    private static String key(long id) {
        return "/v1/collections/" + id + "/usage";
    }
}
