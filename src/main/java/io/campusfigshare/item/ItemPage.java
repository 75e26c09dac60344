package io.campusfigshare.item;

import io.campusfigshare.catalogue.Item;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One page of items. */
@RegisterForReflection
@Schema(description = "One page of items.")
public record ItemPage(
        List<Item> items,

        @Schema(
                description =
                        "How many there are in all; null while lists are read through from Figshare, which does not tell.",
                examples = "40")
        @Nullable Long total,

        @Schema(examples = "1") int page,

        @Schema(description = "The most that one page holds.", examples = "20")
        int size) {}
