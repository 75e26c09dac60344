package io.campusfigshare.usage;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.usage.stats.Granularity;
import io.campusfigshare.usage.stats.UsageTarget;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a usage series: their declaration in the contract and their parsing. */
@RegisterForReflection // door/DeclaredParameters reads the annotations of the fields.
public class SeriesParameters extends CounterParameters {

    private static final String WIDTH = "width";

    @Parameter(
            description = "The format of the answer. Overrides Accept.",
            example = "csv",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "csv", "svg"}))
    @QueryParam("format")
    @Nullable String format;

    @Parameter(
            description = "The width of the picture in pixels, by default " + BarChart.DEFAULT_WIDTH
                    + ". Applies to SVG only.",
            example = "960",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            format = "int32",
                            minimum = "" + BarChart.MIN_WIDTH,
                            maximum = "" + BarChart.MAX_WIDTH))
    @QueryParam(WIDTH)
    @Nullable String width;

    @Parameter(
            description = "The length of a period.",
            example = "month",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"day", "month", "year"},
                            defaultValue = "month"))
    @QueryParam("granularity")
    @Nullable String granularity;

    @Parameter(
            description =
                    "The first day, 2011-01-01 or later; the day of publication by default. The series includes the whole"
                            + " period of this day.",
            example = "2022-01-01",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @QueryParam("from")
    @Nullable String from;

    @Parameter(
            description =
                    "The last day; today by default, and at the latest. The series includes the whole period of this day.",
            example = "2023-12-31",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    @QueryParam("to")
    @Nullable String to;

    /** Parses the parameters; fails with {@code invalid-parameter} (400) if a value is not valid. */
    SeriesQuery query() {
        var query = new SeriesQuery(
                counter(),
                oneOf("granularity", granularity, Granularity.MONTH, Granularity.values()),
                day("from", from),
                day("to", to));
        LocalDate first = query.from();
        LocalDate last = query.to();
        if (first != null && first.isBefore(UsageTarget.FIRST)) {
            throw Problem.invalidParameter(
                    "from", "must not be before " + UsageTarget.FIRST + ", when Figshare began.");
        }
        if (first != null && first.isAfter(SeriesQuery.today())) {
            throw Problem.invalidParameter("from", "must not be in the future.");
        }
        if (last != null && last.isBefore(first == null ? UsageTarget.FIRST : first)) {
            throw Problem.invalidParameter(
                    "to", "must not be before from, nor before " + UsageTarget.FIRST + ", when Figshare began.");
        }
        return query;
    }

    /** Returns the width of a picture; fails with 400 if it is out of its bounds, or if there is no picture. */
    int width(boolean picture) {
        if (width == null) {
            return BarChart.DEFAULT_WIDTH;
        }
        if (!picture) {
            throw Problem.invalidParameter(WIDTH, "applies to SVG only.");
        }
        int pixels = width.matches("[1-9][0-9]{2,3}") ? Integer.parseInt(width) : 0;
        if (pixels < BarChart.MIN_WIDTH || pixels > BarChart.MAX_WIDTH) {
            throw Problem.invalidParameter(
                    WIDTH, "must be a number from " + BarChart.MIN_WIDTH + " to " + BarChart.MAX_WIDTH + ".");
        }
        return pixels;
    }

    private static @Nullable LocalDate day(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException unreadable) {
            // The same error as for a text of another length.
        }
        throw Problem.invalidParameter(name, "must be a day such as 2024-05-31.");
    }
}
