package io.campusfigshare.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.figshare.Dates;
import io.vertx.mutiny.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A review as Figshare lists it. */
record Curation(
        long id,
        long item,
        @Nullable Integer version,
        @Nullable Long group,
        long account,
        long assigned,
        String status,
        int comments,
        @Nullable String resolution,
        @Nullable Instant created,
        @Nullable Instant modified,
        Buffer digest) {

    static final String PENDING = "pending";

    /** Reads a list. Entries without a number are left out. */
    static List<Curation> list(List<ObjectNode> answer) {
        return answer.stream()
                .filter(entry -> entry != null
                        && entry.path("id").asLong() > 0
                        && entry.path("article_id").asLong() > 0)
                .map(Curation::of)
                .toList();
    }

    static Curation of(JsonNode entry) {
        String resolution = entry.path("resolution_comment").asText("");
        return new Curation(
                entry.path("id").asLong(),
                entry.path("article_id").asLong(),
                entry.path("version").isIntegralNumber() ? entry.path("version").asInt() : null,
                entry.path("group_id").isIntegralNumber()
                        ? entry.path("group_id").asLong()
                        : null,
                entry.path("account_id").asLong(),
                entry.path("assigned_to").asLong(),
                entry.path("status").asText(PENDING),
                entry.path("comments_count").asInt(),
                resolution.isBlank() ? null : resolution,
                Dates.utc(entry.path("created_date").asText(null)),
                Dates.utc(entry.path("modified_date").asText(null)),
                digest(entry));
    }

    boolean isPending() {
        return status.equals(PENDING);
    }

    private static Buffer digest(JsonNode entry) {
        String text = String.join(
                "|",
                entry.path("status").asText(),
                entry.path("group_id").asText(),
                entry.path("account_id").asText(),
                entry.path("assigned_to").asText(),
                entry.path("comments_count").asText(),
                entry.path("modified_date").asText(),
                entry.path("version").asText());
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
