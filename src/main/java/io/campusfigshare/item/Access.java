package io.campusfigshare.item;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who gets the files. */
@Schema(description = "Who gets the files: everybody; everybody later; some; or there are none.", examples = "open")
public enum Access {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("embargoed")
    EMBARGOED,
    /** Held back for good, confidential, or open to some networks or people only. */
    @JsonProperty("restricted")
    RESTRICTED,
    @JsonProperty("metadata-only")
    METADATA_ONLY
}
