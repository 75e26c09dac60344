package io.campusfigshare.deposit.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the audit trail ended at a moment: what {@link #toString} writes into the log.
 *
 * @param at  to the second
 * @param key the name of the key of the MAC; null without one
 * @param mac the HMAC-SHA-256 of {@link #text}, in hex; null without a key
 */
record AuditAnchor(
        AuditChain.Link link,
        Instant at,
        @Nullable String key,
        @Nullable String mac) {

    /** What the MAC is of. */
    String text() {
        return "seq=" + link.seq() + " digest=" + link.digest() + " at=" + at;
    }

    @Override
    public String toString() {
        return mac == null ? text() : text() + " key=" + key + " mac=" + mac;
    }
}
