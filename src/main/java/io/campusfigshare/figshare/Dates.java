package io.campusfigshare.figshare;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Parses Figshare's dates: with a time zone, without one, or without a time (FACTS 4.5). Without a zone they are UTC.
 */
public final class Dates {

    private Dates() {}

    /** Returns null for null, for "0" (a permanent embargo) and for text that is not a date. */
    public static @Nullable Instant utc(@Nullable String text) {
        if (text == null || text.length() < 10) {
            return null;
        }
        String date = text.strip().replace(' ', 'T');
        try {
            if (date.length() == 10) {
                return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean zoned = date.endsWith("Z") || date.lastIndexOf('+') > 10 || date.lastIndexOf('-') > 10;
            return zoned
                    ? OffsetDateTime.parse(date).toInstant()
                    : LocalDateTime.parse(date).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException invalid) {
            return null;
        }
    }
}
