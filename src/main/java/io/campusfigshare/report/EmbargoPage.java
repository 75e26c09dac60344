package io.campusfigshare.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.campusfigshare.catalogue.search.FillProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of items under embargo, in the order in which the embargoes end. */
@RegisterForReflection
@Schema(description = "Items under embargo, in the order in which the embargoes end. Permanent embargoes come last.")
public record EmbargoPage(
        List<Embargo> items,
        @Schema(examples = "3") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "100") int size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {

    @RegisterForReflection
    @JsonPropertyOrder({"id", "title", "doi", "department", "scope", "until", "url"})
    @Schema(name = "EmbargoedItem", description = "An item under embargo.")
    public record Embargo(
            @Schema(examples = "2000010") long id,

            @Schema(examples = "Tides of the Harrow Shelf") @Nullable String title,

            @Schema(examples = "10.99999/westmark.2000010.v1") @Nullable String doi,

            @Schema(description = "The id of its department.", examples = "4202") @Nullable Long department,

            @Schema(description = "What the embargo covers: file or article.", examples = "file") @Nullable String scope,

            @Schema(description = "The end of the embargo; null if it is permanent.", examples = "2030-01-01T00:00:00Z")
            @Nullable Instant until,

            @Schema(examples = "http://localhost:8080/v1/items/2000010")
            String url) {}
}
