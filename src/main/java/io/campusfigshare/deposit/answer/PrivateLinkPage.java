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

    /** A link that opens a deposit to whoever has it. */
    @RegisterForReflection
    @Schema(name = "PrivateLink", description = "A link that opens the deposit to whoever has it.")
    public record PrivateLink(
            @Schema(description = "Names the link here; it is not the secret in it.", examples = "9f86d081884c7d65")
            String id,

            @Schema(
                    description =
                            "The link itself, only in the answer that makes it: whoever has it may read the deposit.",
                    examples = "https://figshare.com/s/d5ec7a85bcd6dbe9d9b2")
            @Nullable String url,

            @Schema(examples = "2027-11-22T00:00:00Z") @Nullable Instant expires) {}
}
