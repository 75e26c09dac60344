package io.campusfigshare.reference;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All item types. */
@RegisterForReflection
@Schema(description = "All item types, in one page.")
public record ItemTypePage(
        List<Type> items,
        @Schema(examples = "27") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "27") int size) {

    @Schema(name = "ItemType", description = "A kind of research output.")
    public record Type(
            @Schema(description = "Figshare's id.", examples = "3")
            long id,

            @Schema(
                    description = "The name, as in type of an item and in the query parameter type.",
                    examples = "dataset")
            @Nullable String name,

            @Schema(examples = "Collections of data.") @Nullable String description,

            @Schema(description = "Whether new items can have this type.", examples = "true")
            boolean selectable) {}
}
