package io.campusfigshare.deposit.answer;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.StoredFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A file of a deposit and its state. */
@RegisterForReflection
@Schema(description = "A file of a deposit, and its state.")
public record DepositFile(
        @Schema(examples = "measurements.csv") String name,

        @Schema(description = "The size in bytes; 0 for a link.", examples = "10249281")
        long size,

        @Schema(
                description = "The MD5 in hexadecimal; null if it is not known yet.",
                examples = "6c16e6e7d7587bd078e5117dda01d565")
        @Nullable String md5,

        @Schema(
                description =
                        "waiting: no bytes were received; uploading: some bytes were received, and the same PUT again resumes the"
                                + " upload; processing: Figshare has all bytes and verifies them; available: the file can be"
                                + " published; failed: Figshare does not have the file as it was sent.")
        FileState state,

        @Schema(description = "How many bytes were sent to Figshare.", examples = "5242880")
        long bytesSent,

        @Schema(
                description = "The URL of a file that is stored elsewhere; null for all others.",
                examples = "https://example.edu/data.zip")
        @Nullable String link,

        @Schema(description = "Why the file failed; null if nothing is wrong.", ref = "#/components/schemas/Problem")
        @JsonRawValue
        @Nullable String problem) {

    /** Returns the view of a file that was sent to this service. */
    public static DepositFile of(StoredFile file) {
        return new DepositFile(
                file.name(),
                file.size(),
                file.declared().md5(),
                file.state(),
                file.sent(),
                file.declared().link(),
                file.problem());
    }

    /** Returns the view of a file that Figshare has and that was not sent to this service. */
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
