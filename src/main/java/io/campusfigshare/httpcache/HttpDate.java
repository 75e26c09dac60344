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

/** Moments as HTTP writes them (RFC 9110, section 5.6.7): in one form, and read in two obsolete ones, too. */
final class HttpDate {

    private static final DateTimeFormatter FIXED = strict(pattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'"));

    private static final DateTimeFormatter ASCTIME = strict(pattern("EEE MMM ppd HH:mm:ss uuuu"));

    private HttpDate() {}

    static String of(Instant moment) {
        return FIXED.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Null for what is none. */
    static @Nullable Instant read(String text) {
        int comma = text.indexOf(',');
        try {
            DateTimeFormatter form = comma < 0 ? ASCTIME : comma == 3 ? FIXED : rfc850();
            return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** Two digits are a year that is at most fifty years ahead. */
    private static DateTimeFormatter rfc850() {
        return strict(pattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'"));
    }

    private static DateTimeFormatterBuilder pattern(String pattern) {
        return new DateTimeFormatterBuilder().appendPattern(pattern);
    }

    private static DateTimeFormatter strict(DateTimeFormatterBuilder form) {
        return form.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }
}
