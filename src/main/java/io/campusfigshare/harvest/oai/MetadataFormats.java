package io.campusfigshare.harvest.oai;

import io.campusfigshare.harvest.oai.OaiError.Code;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/** The metadata formats that this service provides: those of Figshare only if its OAI-PMH is configured. */
@Singleton
class MetadataFormats {

    private final FigshareRecords figshareRecords;

    MetadataFormats(FigshareRecords figshareRecords) {
        this.figshareRecords = figshareRecords;
    }

    List<MetadataFormat> all() {
        return Arrays.stream(MetadataFormat.values()).filter(this::isAvailable).toList();
    }

    /** Returns the format; fails with cannotDisseminateFormat if it is not provided. */
    MetadataFormat require(String prefix) {
        return MetadataFormat.withPrefix(prefix)
                .filter(this::isAvailable)
                .orElseThrow(() -> new OaiError(
                        Code.cannotDisseminateFormat, "Unknown format. ListMetadataFormats lists the formats."));
    }

    private boolean isAvailable(MetadataFormat format) {
        return format.crosswalk() != null || figshareRecords.areAvailable();
    }
}
