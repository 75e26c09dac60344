package io.campusfigshare.reference;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All categories. */
@RegisterForReflection
@Schema(description = "All categories, in one page.")
public record CategoryPage(
        List<Category> items,
        @Schema(examples = "60") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "60") int size) {

    /** A subject of one taxonomy. */
    @Schema(name = "Category", description = "A subject of one taxonomy.")
    public record Category(
            @Schema(description = "Figshare's number.", examples = "13")
            long id,

            @Schema(examples = "Genetics") @Nullable String title,

            @Schema(description = "Null at the top.", examples = "48") @Nullable Long parent,

            @Schema(
                    description =
                            "The code in the taxonomy's source, such as a Field of Research; survives a change of numbers.",
                    examples = "310505")
            @Nullable String sourceId,

            @Schema(description = "Figshare's number of the taxonomy.", examples = "10") @Nullable Long taxonomy,

            @Schema(description = "Whether an item may have it; headings may not.", examples = "true")
            boolean selectable) {}
}
