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

    /** One of them. */
    @Schema(name = "CustomField", description = "A field that the institution has added to its items.")
    public record CustomField(
            @Schema(description = "Figshare's number.", examples = "365") @Nullable Long id,

            @Schema(description = "As in an item's customFields.", examples = "Data steward")
            String name,

            @Schema(description = "As Figshare calls it.", examples = "dropdown") @Nullable String type,

            @Schema(description = "Whether an item must have it.", examples = "false")
            boolean mandatory,

            @Schema(description = "What may be chosen; null where anything may be written.", examples = "[\"survey\"]")
            @Nullable List<String> options) {}
}
