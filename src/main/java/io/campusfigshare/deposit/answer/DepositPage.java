package io.campusfigshare.deposit.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A person's records in Figshare, drafts and published ones, made here or not. */
@RegisterForReflection
@Schema(description = "A person's records in Figshare, drafts and published ones, made here or not.")
public record DepositPage(
        List<Listed> items,

        @Schema(description = "Always null: Figshare does not tell.") @Nullable Long total,

        @Schema(examples = "1") int page,
        @Schema(examples = "20") int size) {

    /** One of them. */
    @Schema(name = "DepositedItem", description = "A record of the person in Figshare.")
    public record Listed(
            @Schema(description = "Figshare's number of it.", examples = "2000005")
            long item,

            @Schema(description = "Plain text.", examples = "A thesis") @Nullable String title,

            @Schema(examples = "thesis") @Nullable String type,

            @Schema(examples = "10.99999/westmark.2000005") @Nullable String doi,

            @Schema(examples = "2026-11-22T08:30:00Z") @Nullable Instant created,

            @Schema(description = "Null for a draft.", examples = "2026-11-22T08:30:00Z") @Nullable Instant published,

            @Schema(
                    description = "The deposit here; null where none has been made of it.",
                    examples = "http://localhost:8080/v1/deposits/0f8fad5b-d9cb-469f-a165-70867728950e")
            @Nullable String url) {}
}
