package io.campusfigshare.report;

import io.campusfigshare.catalogue.search.FillProgress;
import io.campusfigshare.httpcache.Csv;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.UncachedResponses;
import io.campusfigshare.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/reports}: reports as JSON and as CSV. */
@Path("/v1/reports")
@Tag(name = "Reports", description = "Reports for the managers of the repository, as JSON and CSV.")
public class ReportResource {

    private final Reports reports;
    private final Csv csv;
    private final UncachedResponses responses;

    ReportResource(Reports reports, Csv csv, UncachedResponses responses) {
        this.reports = reports;
        this.csv = csv;
        this.responses = responses;
    }

    @GET
    @Path("/embargoes")
    @Operation(
            operationId = "reportEmbargoes",
            summary = "List the items under embargo",
            description =
                    "Lists the items in the order in which their embargoes end. Permanent embargoes come last, and only if until is"
                            + " absent.")
    @APIResponse(
            responseCode = "200",
            description = "The items under embargo.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = EmbargoPage.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    public Uni<RestResponse<Buffer>> embargoes(
            @Parameter(
                            description =
                                    "The last day of the embargo: lists items whose embargo ends on or before this day.",
                            example = "2030-12-31")
                    @QueryParam("until")
                    @Pattern(
                            regexp = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])",
                            message = "must be a date such as 2030-12-31")
                    @Nullable String until,
            @Parameter(description = "The number of the page, from 1.", example = "1")
                    @QueryParam("page")
                    @DefaultValue("1")
                    @Min(1) @Max(1000) int page,
            @Parameter(description = "The number of items on a page.", example = "100")
                    @QueryParam("size")
                    @DefaultValue("100")
                    @Min(1) @Max(1000) int size,
            @Parameter(
                            description = "The format of the answer. Overrides Accept.",
                            example = "csv",
                            schema = @Schema(enumeration = {"json", "csv"}))
                    @QueryParam("format")
                    @Nullable String format,
            @Context HttpHeaders headers) {
        Negotiation.Offer offer = Negotiation.negotiate(format, headers, Negotiation.Offer.JSON, Csv.OFFER);
        return Negotiation.writeAsIs(reports.embargoes(until == null ? null : dayAfter(until), page, size)
                .map(found -> responses.answer(
                        offer,
                        found,
                        () -> csv.write(EmbargoPage.Embargo.class, found.items()),
                        FillProgress.headers(found.filling()))));
    }

    @GET
    @Path("/completeness")
    @Operation(
            operationId = "reportCompleteness",
            summary = "List the items with incomplete metadata",
            description = "Lists the items without a license, a description, keywords, or an ORCID iD of every author.")
    @APIResponse(
            responseCode = "200",
            description = "The items with incomplete metadata.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = CompletenessPage.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    public Uni<RestResponse<Buffer>> completeness(
            @Parameter(description = "The number of the page, from 1.", example = "1")
                    @QueryParam("page")
                    @DefaultValue("1")
                    @Min(1) @Max(1000) int page,
            @Parameter(description = "The number of items on a page.", example = "100")
                    @QueryParam("size")
                    @DefaultValue("100")
                    @Min(1) @Max(1000) int size,
            @Parameter(
                            description = "The format of the answer. Overrides Accept.",
                            example = "csv",
                            schema = @Schema(enumeration = {"json", "csv"}))
                    @QueryParam("format")
                    @Nullable String format,
            @Context HttpHeaders headers) {
        Negotiation.Offer offer = Negotiation.negotiate(format, headers, Negotiation.Offer.JSON, Csv.OFFER);
        return Negotiation.writeAsIs(reports.completeness(page, size)
                .map(found -> responses.answer(
                        offer,
                        found,
                        () -> csv.write(CompletenessPage.Incomplete.class, found.items()),
                        FillProgress.headers(found.filling()))));
    }

    private static Instant dayAfter(String day) {
        try {
            return LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException none) {
            throw Problem.invalidParameter("until", "must be a date such as 2030-12-31.");
        }
    }
}
