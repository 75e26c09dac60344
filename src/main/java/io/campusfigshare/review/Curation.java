package io.campusfigshare.review;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.catalogue.item.Html;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A review as Figshare lists it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@RegisterForReflection
record Curation(
        @Nullable Long id,
        @Nullable Long articleId,
        @Nullable Integer version,
        @Nullable Long groupId,
        @Nullable Long accountId,
        @Nullable Long assignedTo,
        @Nullable String status,
        @Nullable Integer commentsCount,
        @Nullable String resolutionComment,
        @Nullable String createdDate,
        @Nullable String modifiedDate) {

    static final String PENDING = "pending";

    private static final Pattern MARKUP = Pattern.compile("<[a-zA-Z/!]");

    /** A comment as Figshare lists it. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @RegisterForReflection
    record Comment(
            @Nullable Long id,
            @Nullable Long accountId,
            @Nullable String type,
            @Nullable String text,
            @Nullable String createdDate) {}

    /** Whether it can be stored. */
    boolean isComplete() {
        return id != null && articleId != null;
    }

    boolean isPending() {
        return status == null || status.equals(PENDING);
    }

    /** Returns a text without markup; one without any as it is. */
    static @Nullable String text(@Nullable String text) {
        return text != null && MARKUP.matcher(text).find() ? Html.text(text) : text;
    }

    /** Returns the digest of all members: what is the same has not changed. */
    Buffer digest() {
        return digest(toString());
    }

    static Buffer digest(String text) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java has SHA-256", absent);
        }
    }
}
