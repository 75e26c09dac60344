package io.campusfigshare.catalogue.item;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who may download the files. */
@Schema(
        name = "Access",
        description =
                "Who may download the files: everybody (open), everybody after an embargo (embargoed), some people or nobody"
                        + " (restricted); or there are no files (metadata-only).",
        examples = "open")
public enum AccessLevel {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("embargoed")
    EMBARGOED,
    /** Permanently under embargo, confidential, or open to some networks or groups only. */
    @JsonProperty("restricted")
    RESTRICTED,
    @JsonProperty("metadata-only")
    METADATA_ONLY;

    /** Returns the name in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
