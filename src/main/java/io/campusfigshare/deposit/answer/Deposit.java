package io.campusfigshare.deposit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.deposit.store.DepositState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something deposited for a person, and how far it has come. */
@RegisterForReflection
@Schema(description = "Something deposited for a person, and how far it has come.")
public record Deposit(
        @Schema(examples = "0f8fad5b-d9cb-469f-a165-70867728950e")
        String id,

        @Schema(
                description = "This deposit here.",
                examples = "http://localhost:8080/v1/deposits/0f8fad5b-d9cb-469f-a165-70867728950e")
        String url,

        @Schema(description = "How far it has come.") DepositState state,

        @Schema(description = "The campus id of the person it is for.", examples = "jdoe@campus.edu")
        String depositor,

        @Schema(description = "Figshare's number of the record; null before there is one.", examples = "2000005")
        @Nullable Long item,

        @Schema(description = "As its owner sees it; null while that is being changed.") @Nullable Item metadata,

        @Schema(
                description = "Why it rests where it rests, as a problem; null where nothing is wrong.",
                ref = "#/components/schemas/Problem")
        @Nullable JsonNode problem,

        @Schema(description = "Those that were sent through here, and how far each has come.")
        List<DepositFile> files,

        @Schema(examples = "2026-11-22T08:30:00Z") Instant created,
        @Schema(examples = "2026-11-22T08:30:07Z") Instant modified) {}
