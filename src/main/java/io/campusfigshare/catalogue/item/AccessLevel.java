package io.campusfigshare.catalogue.item;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who gets the files. */
@Schema(
        name = "Access",
        description =
                "Who may download the files: everybody; everybody after an embargo; some people; or there are no files.",
        examples = "open")
public enum AccessLevel {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("embargoed")
    EMBARGOED,
    /** Held back for good, confidential, or open to some networks or people only. */
    @JsonProperty("restricted")
    RESTRICTED,
    @JsonProperty("metadata-only")
    METADATA_ONLY;

    /** As callers write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
