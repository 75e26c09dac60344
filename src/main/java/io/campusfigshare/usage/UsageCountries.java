package io.campusfigshare.usage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** From where something was used. */
@RegisterForReflection
@Schema(description = "From which countries it was used since it was published, the most frequent first.")
public record UsageCountries(
        @Schema(examples = "views") String counter,

        @Schema(description = "Of all countries.", examples = "131")
        long total,

        @Schema(description = "When Figshare told these figures.", examples = "2026-11-22T01:00:07Z")
        Instant asOf,

        @Schema(description = "200 at most.") List<Country> countries) {

    /** One of them. */
    @RegisterForReflection
    @Schema(name = "UsageCountry", description = "A country, and how often it was used from there.")
    public record Country(
            @Schema(description = "As Figshare names it; Unknown where it does not know.", examples = "Netherlands")
            String country,

            @Schema(examples = "17") long count) {}

    /** One of them as CSV. */
    @RegisterForReflection
    @JsonPropertyOrder({"country", "counter", "count", "asOf"})
    record Line(String country, String counter, long count, Instant asOf) {}

    List<Line> lines() {
        return countries.stream()
                .map(country -> new Line(country.country(), counter, country.count(), asOf))
                .toList();
    }
}
