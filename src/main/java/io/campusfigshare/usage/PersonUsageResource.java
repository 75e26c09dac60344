package io.campusfigshare.usage;

import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.httpcache.Csv;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
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

/** {@code /v1/people/{person}/usage}. */
@Path("/v1/people/{person}/usage")
@Tag(name = "Usage")
public class PersonUsageResource {

    private final UsageTargets targets;
    private final UsageAnswers answers;

    PersonUsageResource(UsageTargets targets, UsageAnswers answers) {
        this.targets = targets;
        this.answers = answers;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getPersonUsage",
            summary = "Read the usage of a person",
            description = "Returns all usage that Figshare counts for the person as an author.")
    @APIResponse(
            responseCode = "200",
            description = "The usage.",
            content = @Content(schema = @Schema(implementation = Usage.class)))
    public Uni<RestResponse<Buffer>> usage(
            @Parameter(description = "The campus id or ORCID iD of the person.", example = "0009-0099-0042-0018")
                    @PathParam("person")
                    @Size(max = 200) @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not hold control characters") String person,
            @Context RoutingContext context) {
        return answers.totals(context, key(person), priority -> targets.person(person));
    }

    @GET
    @Path("/timeline")
    @Operation(
            operationId = "getPersonUsageTimeline",
            summary = "Read the usage of a person over time",
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
            @Parameter(description = "The campus id or ORCID iD of the person.", example = "0009-0099-0042-0018")
                    @PathParam("person")
                    @Size(max = 200) @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not hold control characters") String person,
            @BeanParam SeriesParameters parameters,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return answers.timeline(context, headers, key(person), parameters, priority -> targets.person(person));
    }

    @GET
    @Path("/countries")
    @Operation(
            operationId = "getPersonUsageCountries",
            summary = "Read the usage of a person by country",
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
            @Parameter(description = "The campus id or ORCID iD of the person.", example = "0009-0099-0042-0018")
                    @PathParam("person")
                    @Size(max = 200) @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not hold control characters") String person,
            @BeanParam TableParameters parameters,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        return answers.countries(context, headers, key(person), parameters, priority -> targets.person(person));
    }

    private static String key(String person) {
        return "/v1/people/" + URLEncoder.encode(person.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8) + "/usage";
    }
}
