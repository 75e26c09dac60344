package io.campusfigshare.harvest.oai;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an incomplete list goes on.
 *
 * @param from      the first moment that counts
 * @param until     the first moment that does not count any more
 * @param seq       of the last record that was given
 * @param delivered how many were given
 * @param total     how many there were at the beginning
 */
record ResumptionToken(
        Verb verb,
        String prefix,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String set,
        long seq,
        long delivered,
        long total,
        Instant expires) {}
