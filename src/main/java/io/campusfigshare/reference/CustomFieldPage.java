package io.campusfigshare.reference;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The fields that the institution has added to its items. */
@RegisterForReflection
@Schema(description = "The fields that the institution has added to its items, in one page.")
public record CustomFieldPage(
        List<CustomField> items,
        @Schema(examples = "4") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "4") int size) {

    @Schema(name = "CustomField", description = "A field that the institution has added to its items.")
    public record CustomField(
            @Schema(description = "Figshare's id.", examples = "365") @Nullable Long id,

            @Schema(description = "The name, as in customFields of an item.", examples = "Data steward")
            String name,

            @Schema(description = "Figshare's name of the field type.", examples = "dropdown") @Nullable String type,

            @Schema(description = "Whether an item must have it.", examples = "false")
            boolean mandatory,

            @Schema(description = "The allowed values; null if any text is allowed.", examples = "[\"survey\"]")
            @Nullable List<String> options) {}
}
