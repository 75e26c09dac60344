package io.campusfigshare.catalogue.search;

import io.campusfigshare.catalogue.item.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item in the catalogue.
 *
 * @param doi      null if the item has none
 * @param body     its JSON, without usage
 * @param versions the numbers of its public versions, the oldest first
 * @param changed  when its body, its versions or its department last changed in the catalogue
 * @param usage    its usage; null if unknown
 */
public record StoredItem(
        long id,
        @Nullable String doi,
        String body,
        List<Integer> versions,
        @Nullable Instant changed,
        @Nullable Usage usage) {

    /** Returns its JSON, with usage. */
    public String json() {
        return Usage.addTo(body, usage);
    }

    /** Returns when its JSON, with usage, last changed. */
    public @Nullable Instant lastModified() {
        return changed == null || usage == null || changed.isAfter(usage.asOf()) ? changed : usage.asOf();
    }
}
