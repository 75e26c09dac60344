package io.campusfigshare.reference;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** All licenses that everybody can choose. */
@RegisterForReflection
@Schema(description = "All licenses that everybody can choose, in one page.")
public record LicensePage(
        List<License> items,
        @Schema(examples = "7") long total,
        @Schema(examples = "1") int page,
        @Schema(examples = "7") int size) {

    @Schema(name = "LicenseChoice", description = "A license that everybody can choose.")
    public record License(
            @Schema(description = "Figshare's id, which differs between platforms.", examples = "1")
            long id,

            @Schema(examples = "CC BY 4.0") @Nullable String name,

            @Schema(description = "The SPDX identifier, if there is one.", examples = "CC-BY-4.0") @Nullable String spdx,

            @Schema(examples = "https://creativecommons.org/licenses/by/4.0/") @Nullable
            String url) {}
}
