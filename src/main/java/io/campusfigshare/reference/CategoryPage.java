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
            @Schema(description = "Figshare's id.", examples = "13")
            long id,

            @Schema(examples = "Genetics") @Nullable String title,

            @Schema(description = "The id of the category above; null at the top.", examples = "48") @Nullable Long parent,

            @Schema(
                    description =
                            "The code at the source of the taxonomy, such as a Field of Research. It stays the same when ids change.",
                    examples = "310505")
            @Nullable String sourceId,

            @Schema(description = "Figshare's id of the taxonomy.", examples = "10") @Nullable Long taxonomy,

            @Schema(
                    description = "Whether an item can have this category. Headings are not selectable.",
                    examples = "true")
            boolean selectable) {}
}
