package io.campusfigshare.usage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The most used items of a department. */
@RegisterForReflection
@Schema(description = "The most used items, of those with stored usage.")
public record UsageTop(
        @Schema(description = "The counter that ranks the items.", examples = "views")
        String counter,

        @Schema(
                description = "When the oldest of this usage was read from Figshare; null if there are no items.",
                examples = "2026-11-22T01:00:07Z")
        @Nullable Instant asOf,

        List<Used> items) {

    /** One item. */
    @RegisterForReflection
    @JsonPropertyOrder({"id", "title", "doi", "views", "downloads", "shares", "asOf", "url"})
    @Schema(name = "UsedItem", description = "An item and its usage.")
    public record Used(
            @Schema(examples = "2000001") long id,

            @Schema(examples = "Foraging paths of wood ants on a sloped treadmill") @Nullable String title,

            @Schema(examples = "10.99999/westmark.2000001.v1") @Nullable String doi,

            @Schema(examples = "231") long views,
            @Schema(examples = "46") long downloads,
            @Schema(examples = "3") long shares,

            @Schema(description = "When this usage was read from Figshare.", examples = "2026-11-22T01:00:07Z")
            Instant asOf,

            @Schema(examples = "http://localhost:8080/v1/items/2000001")
            String url) {}
}
