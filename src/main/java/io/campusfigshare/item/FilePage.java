package io.campusfigshare.item;

import io.campusfigshare.catalogue.item.ItemFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All files of an item. */
@RegisterForReflection
@Schema(description = "All files of an item, in one page.")
public record FilePage(
        List<ItemFile> items,
        @Schema(examples = "1") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "1") int size) {

    static FilePage of(List<ItemFile> all) {
        return new FilePage(all, all.size(), 1, all.size());
    }
}
