package io.campusfigshare.deposit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.deposit.store.DepositState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A deposit and its state. */
@RegisterForReflection
@Schema(description = "A deposit made for a person, and its state.")
public record Deposit(
        @Schema(examples = "0f8fad5b-d9cb-469f-a165-70867728950e")
        String id,

        @Schema(
                description = "The URL of the deposit.",
                examples = "http://localhost:8080/v1/deposits/0f8fad5b-d9cb-469f-a165-70867728950e")
        String url,

        @Schema(description = "The state of the deposit.") DepositState state,

        @Schema(description = "The campus id of the person.", examples = "jdoe@campus.edu")
        String depositor,

        @Schema(description = "Figshare's number of the record; null before it is created.", examples = "2000005")
        @Nullable Long item,

        @Schema(description = "The record as its owner sees it; null while a step is in progress.") @Nullable Item metadata,

        @Schema(
                description = "Why the deposit failed, or why it cannot be published; null if nothing is wrong.",
                ref = "#/components/schemas/Problem")
        @Nullable JsonNode problem,

        @Schema(description = "The last review of the record; null if it was never in review.") @Nullable DepositReview review,

        @Schema(description = "The files that were sent to this service, and their states.")
        List<DepositFile> files,

        @Schema(examples = "2026-11-22T08:30:00Z") Instant created,
        @Schema(examples = "2026-11-22T08:30:07Z") Instant modified) {}
