package io.campusfigshare.catalogue.search;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The progress of the first fill of the catalogue. */
@RegisterForReflection
@Schema(
        name = "Filling",
        description = "The progress of the first fill of the catalogue. Until it ends, lists and their totals grow.")
public record FillProgress(
        @Schema(description = "Items in the catalogue.", examples = "1200")
        long items,

        @Schema(description = "Items that Figshare lists; null until Figshare has listed them.", examples = "100000")
        @Nullable Long expected) {

    /** Returns the header Catalogue of a list; none if {@code progress} is null, because the fill has ended. */
    public static Map<String, String> headers(@Nullable FillProgress progress) {
        return progress == null ? Map.of() : Map.of("Catalogue", progress.structuredField());
    }

    /** Returns the progress as a structured field (RFC 9651). */
    private String structuredField() {
        return "filling;items=" + items + (expected == null ? "" : ";expected=" + expected);
    }
}
