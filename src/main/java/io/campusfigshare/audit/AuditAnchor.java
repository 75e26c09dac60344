package io.campusfigshare.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last row of the audit trail at a time. {@link #toString} writes it for the log.
 *
 * @param link the last row
 * @param at   in whole seconds
 * @param key the name of the key; null if there is none
 * @param mac the HMAC-SHA-256 of {@link #text}, in hex; null if there is no key
 */
record AuditAnchor(
        AuditLink link,
        Instant at,
        @Nullable String key,
        @Nullable String mac) {

    /** Returns the text that the MAC authenticates. */
    String text() {
        return "seq=" + link.seq() + " digest=" + link.digest() + " at=" + at;
    }

    @Override
    public String toString() {
        return mac == null ? text() : text() + " key=" + key + " mac=" + mac;
    }
}
