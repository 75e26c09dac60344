package io.campusfigshare.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.campusfigshare.catalogue.search.FillProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of items with incomplete metadata. */
@RegisterForReflection
@Schema(description = "Items with incomplete metadata, the newest first.")
public record CompletenessPage(
        List<Incomplete> items,
        @Schema(examples = "3") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "100") int size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {

    @RegisterForReflection
    @JsonPropertyOrder({"id", "title", "doi", "department", "missing", "url"})
    @Schema(name = "IncompleteItem", description = "An item with incomplete metadata.")
    public record Incomplete(
            @Schema(examples = "2000026") long id,

            @Schema(examples = "Tides of the Harrow Shelf") @Nullable String title,

            @Schema(examples = "10.99999/westmark.2000026.v1") @Nullable String doi,

            @Schema(description = "The id of its department.", examples = "4202") @Nullable Long department,

            @Schema(
                    description = "The missing metadata: license, orcid (of every author), description, keywords.",
                    examples = "[\"license\"]")
            List<String> missing,

            @Schema(examples = "http://localhost:8080/v1/items/2000026")
            String url) {}
}
