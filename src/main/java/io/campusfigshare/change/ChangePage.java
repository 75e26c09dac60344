package io.campusfigshare.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.campusfigshare.catalogue.search.FillProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The changes after a cursor, the oldest first. */
@RegisterForReflection
@Schema(description = "The changes after a cursor, the oldest first.")
public record ChangePage(
        List<Change> items,

        @Schema(description = "Send it as after to go on: the same as was sent when nothing is new.", examples = "4711")
        String next,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {

    /** One change of one item. */
    @Schema(name = "Change", description = "One change of one item.")
    public record Change(
            @Schema(description = "Its place among all changes.", examples = "4711")
            String cursor,

            @Schema(description = "The item's number.", examples = "2000001")
            long item,

            @Schema(
                    description = "What happened to it.",
                    enumeration = {"created", "updated", "withdrawn"},
                    examples = "updated")
            String kind,

            @Schema(examples = "2026-11-22T10:15:30Z") Instant at,

            @Schema(
                    description = "As it is now, or was when the item was withdrawn.",
                    examples = "Kelp under blue light")
            @Nullable String title,

            @Schema(description = "Without a resolver.", examples = "10.99999/westmark.2000001.v1") @Nullable String doi,

            @Schema(description = "The item here.", examples = "http://localhost:8080/v1/items/2000001")
            String url) {}
}
