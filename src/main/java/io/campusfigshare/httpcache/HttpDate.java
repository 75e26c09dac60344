package io.campusfigshare.httpcache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates in HTTP (RFC 9110, section 5.6.7). Writes IMF-fixdate, and also reads the two obsolete formats. */
final class HttpDate {

    private static final DateTimeFormatter FIXED = strict(pattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'"));

    private static final DateTimeFormatter ASCTIME = strict(pattern("EEE MMM ppd HH:mm:ss uuuu"));

    private HttpDate() {}

    static String of(Instant instant) {
        return FIXED.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** Returns null if the text is not a date. */
    static @Nullable Instant parse(String text) {
        int comma = text.indexOf(',');
        try {
            DateTimeFormatter format = comma < 0 ? ASCTIME : comma == 3 ? FIXED : rfc850();
            return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    /** Reads a year of two digits as at most 50 years in the future. */
    private static DateTimeFormatter rfc850() {
        return strict(pattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'"));
    }

    private static DateTimeFormatterBuilder pattern(String pattern) {
        return new DateTimeFormatterBuilder().appendPattern(pattern);
    }

    private static DateTimeFormatter strict(DateTimeFormatterBuilder format) {
        return format.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }
}
