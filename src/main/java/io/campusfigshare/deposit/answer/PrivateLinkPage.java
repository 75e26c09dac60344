package io.campusfigshare.deposit.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The private links of a deposit. */
@RegisterForReflection
@Schema(description = "The private links of a deposit.")
public record PrivateLinkPage(List<PrivateLink> items) {

    /** A link with which anybody can read a deposit. */
    @RegisterForReflection
    @Schema(name = "PrivateLink", description = "A link with which anybody can read the deposit.")
    public record PrivateLink(
            @Schema(
                    description = "The id of the link in this service; it is not secret.",
                    examples = "9f86d081884c7d65")
            String id,

            @Schema(
                    description =
                            "The URL of the link, only in the answer that creates it: anybody who has it can read the deposit.",
                    examples = "https://figshare.com/s/d5ec7a85bcd6dbe9d9b2")
            @Nullable String url,

            @Schema(examples = "2027-11-22T00:00:00Z") @Nullable Instant expires) {}
}
