package io.campusfigshare.harvest.oai;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The position at which an incomplete list continues.
 *
 * @param from      the beginning of the period, inclusive
 * @param until     the end of the period, exclusive
 * @param seq       the number of the last delivered record
 * @param delivered the number of records delivered so far
 * @param total     the number of records at the beginning of the list
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
