package io.campusfigshare.deposit.answer;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.StoredFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A file of a deposit, and how far it has come. */
@RegisterForReflection
@Schema(description = "A file of a deposit, and how far it has come.")
public record DepositFile(
        @Schema(examples = "measurements.csv") String name,

        @Schema(description = "In bytes; 0 for a link.", examples = "10249281")
        long size,

        @Schema(description = "Hexadecimal; null while it is not known.", examples = "6c16e6e7d7587bd078e5117dda01d565")
        @Nullable String md5,

        @Schema(
                description =
                        "waiting: its bytes are awaited; uploading: some are there, and the same PUT again goes on"
                                + " from them; processing: Figshare has all and checks them; available: it can be published;"
                                + " failed: it is not what was sent.")
        FileState state,

        @Schema(description = "How many bytes have gone to Figshare.", examples = "5242880")
        long bytesSent,

        @Schema(
                description = "Where it is, if it stays there; null for all others.",
                examples = "https://example.edu/data.zip")
        @Nullable String link,

        @Schema(
                description = "Why it failed, as a problem; null where nothing is wrong.",
                ref = "#/components/schemas/Problem")
        @JsonRawValue
        @Nullable String problem) {

    public static DepositFile of(StoredFile file) {
        return new DepositFile(
                file.name(),
                file.size(),
                file.announced().md5(),
                file.state(),
                file.sent(),
                file.announced().link(),
                file.problem());
    }

    /** One that Figshare has, and that was not sent through us. */
    public static DepositFile of(JsonNode stored) {
        boolean link = stored.path("is_link_only").asBoolean();
        String md5 = stored.path("computed_md5").asText("");
        long size = stored.path("size").asLong();
        FileState state = switch (stored.path("status").asText("available")) {
            case "created" -> FileState.UPLOADING;
            case "ic_failure" -> FileState.FAILED;
            case "available" -> FileState.AVAILABLE;
            default -> FileState.PROCESSING;
        };
        return new DepositFile(
                stored.path("name").asText(""),
                size,
                md5.isEmpty() ? null : md5,
                state,
                state == FileState.UPLOADING ? 0 : size,
                link ? stored.path("download_url").asText(null) : null,
                null);
    }
}
