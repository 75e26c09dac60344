package io.campusfigshare.sandbox.http;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the date formats of Figshare: a day, a time with a zone, and a time without a zone, which is read as UTC. */
public final class Timestamps {

    private static final Pattern ZONED = Pattern.compile(".*(Z|[+-]\\d\\d:?\\d\\d)");

    private Timestamps() {}

    /** Returns the time, or empty if the text has none of the formats. */
    public static Optional<Instant> parse(String text) {
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            if (ZONED.matcher(text).matches()) {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            }
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns a date of a record, or the epoch if it is missing or invalid. */
    public static Instant of(JsonObject record, String key) {
        return record.getValue(key) instanceof String text ? parse(text).orElse(Instant.EPOCH) : Instant.EPOCH;
    }
}
