package io.campusfigshare.usage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Usage by period. */
@RegisterForReflection
@Schema(description = "Usage by period, the oldest first and without gaps.")
public record UsageTimeline(
        @Schema(examples = "views") String counter,
        @Schema(examples = "month") String granularity,

        @Schema(description = "The first day of the series.", examples = "2022-01-01")
        LocalDate from,

        @Schema(description = "The last day of the series.", examples = "2023-12-31")
        LocalDate to,

        @Schema(description = "The sum over all periods.", examples = "131")
        long total,

        @Schema(description = "When this usage was read from Figshare.", examples = "2026-11-22T01:00:07Z")
        Instant asOf,

        List<Period> periods) {

    /** One period. */
    @RegisterForReflection
    @Schema(name = "UsagePeriod", description = "A day, a month or a year, and the usage in it.")
    public record Period(
            @Schema(description = "The period, such as 2022, 2022-03 or 2022-03-15.", examples = "2022-03")
            String period,

            @Schema(examples = "4") long count) {}

    /** One period as a line of CSV, which is complete in itself. */
    @RegisterForReflection
    @JsonPropertyOrder({"period", "counter", "count", "asOf"})
    record Line(String period, String counter, long count, Instant asOf) {}

    List<Line> lines() {
        return periods.stream()
                .map(period -> new Line(period.period(), counter, period.count(), asOf))
                .toList();
    }
}
