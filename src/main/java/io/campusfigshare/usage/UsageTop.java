package io.campusfigshare.usage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The items that are used most. */
@RegisterForReflection
@Schema(description = "The items that are used most, of those whose figures are known.")
public record UsageTop(
        @Schema(description = "What they are sorted by.", examples = "views")
        String counter,

        @Schema(
                description = "When Figshare told the oldest of these figures; null without any.",
                examples = "2026-11-22T01:00:07Z")
        @Nullable Instant asOf,

        List<Used> items) {

    /** One of them. */
    @RegisterForReflection
    @JsonPropertyOrder({"id", "title", "doi", "views", "downloads", "shares", "asOf", "url"})
    @Schema(name = "UsedItem", description = "An item, and how often it was used.")
    public record Used(
            @Schema(examples = "2000001") long id,

            @Schema(examples = "Foraging paths of wood ants on a sloped treadmill") @Nullable String title,

            @Schema(examples = "10.99999/westmark.2000001.v1") @Nullable String doi,

            @Schema(examples = "231") long views,
            @Schema(examples = "46") long downloads,
            @Schema(examples = "3") long shares,

            @Schema(description = "When Figshare told these figures.", examples = "2026-11-22T01:00:07Z")
            Instant asOf,

            @Schema(examples = "http://localhost:8080/v1/items/2000001")
            String url) {}
}
