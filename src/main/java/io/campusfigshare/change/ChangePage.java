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

        @Schema(
                description =
                        "The cursor to send as after in the next request. It equals the cursor of this request if there is no change.",
                examples = "4711")
        String next,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FillProgress filling) {

    /** One change of one item. */
    @Schema(name = "Change", description = "One change of one item.")
    public record Change(
            @Schema(description = "The position among all changes.", examples = "4711")
            String cursor,

            @Schema(description = "The id of the item.", examples = "2000001")
            long item,

            @Schema(
                    description = "The kind of the change.",
                    enumeration = {"created", "updated", "withdrawn"},
                    examples = "updated")
            String kind,

            @Schema(examples = "2026-11-22T10:15:30Z") Instant at,

            @Schema(
                    description = "The current title, or the last title of a withdrawn item.",
                    examples = "Kelp under blue light")
            @Nullable String title,

            @Schema(description = "The DOI without a resolver.", examples = "10.99999/westmark.2000001.v1") @Nullable String doi,

            @Schema(
                    description = "The URL of the item in this service.",
                    examples = "http://localhost:8080/v1/items/2000001")
            String url) {}
}
