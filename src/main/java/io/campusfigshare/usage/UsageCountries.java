package io.campusfigshare.usage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Usage by country. */
@RegisterForReflection
@Schema(description = "Usage by country since publication, in descending order.")
public record UsageCountries(
        @Schema(examples = "views") String counter,

        @Schema(description = "The sum over all countries.", examples = "131")
        long total,

        @Schema(description = "When this usage was read from Figshare.", examples = "2026-11-22T01:00:07Z")
        Instant asOf,

        @Schema(description = "At most 200 countries.") List<Country> countries) {

    /** One country. */
    @RegisterForReflection
    @Schema(name = "UsageCountry", description = "A country, and the usage from it.")
    public record Country(
            @Schema(
                    description = "Figshare's name of the country; Unknown if Figshare does not know it.",
                    examples = "Netherlands")
            String country,

            @Schema(examples = "17") long count) {}

    /** One country as a line of CSV. */
    @RegisterForReflection
    @JsonPropertyOrder({"country", "counter", "count", "asOf"})
    record Line(String country, String counter, long count, Instant asOf) {}

    List<Line> lines() {
        return countries.stream()
                .map(country -> new Line(country.country(), counter, country.count(), asOf))
                .toList();
    }
}
