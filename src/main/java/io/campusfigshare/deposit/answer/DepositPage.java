package io.campusfigshare.deposit.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of a person's records in Figshare. */
@RegisterForReflection
@Schema(
        description =
                "A page of a person's drafts and published records in Figshare, created with this service or not.")
public record DepositPage(
        List<Listed> items,

        @Schema(description = "Always null: Figshare does not state it.") @Nullable Long total,

        @Schema(examples = "1") int page,
        @Schema(examples = "20") int size) {

    @Schema(name = "DepositedItem", description = "A record of the person in Figshare.")
    public record Listed(
            @Schema(description = "Figshare's number of the record.", examples = "2000005")
            long item,

            @Schema(description = "Plain text.", examples = "A thesis") @Nullable String title,

            @Schema(examples = "thesis") @Nullable String type,

            @Schema(examples = "10.99999/westmark.2000005") @Nullable String doi,

            @Schema(examples = "2026-11-22T08:30:00Z") @Nullable Instant created,

            @Schema(description = "Null for a draft.", examples = "2026-11-22T08:30:00Z") @Nullable Instant published,

            @Schema(
                    description = "The URL of the deposit; null if the record has none.",
                    examples = "http://localhost:8080/v1/deposits/0f8fad5b-d9cb-469f-a165-70867728950e")
            @Nullable String url) {}
}
