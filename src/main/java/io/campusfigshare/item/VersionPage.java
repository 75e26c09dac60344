package io.campusfigshare.item;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All public versions of an item, the oldest first. */
@RegisterForReflection
@Schema(description = "All public versions of an item, the oldest first, in one page.")
public record VersionPage(
        List<Version> items,
        @Schema(examples = "1") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "1") int size) {

    @Schema(name = "Version", description = "One public version of an item.")
    public record Version(
            @Schema(examples = "1") int version,

            @Schema(examples = "http://localhost:8080/v1/items/123456/versions/1")
            String url) {}

    static VersionPage of(List<Version> all) {
        return new VersionPage(all, all.size(), 1, all.size());
    }
}
