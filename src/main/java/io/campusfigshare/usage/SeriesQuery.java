package io.campusfigshare.usage;

import io.campusfigshare.problem.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which series a caller asks for; every value is checked here.
 *
 * @param from null for the beginning
 * @param to   null for today
 */
record SeriesQuery(
        Counter counter,
        Granularity granularity,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {

    /**
     * Reads the parameters.
     *
     * @return fails with 400 for what cannot be
     */
    static SeriesQuery of(SeriesParameters asked) {
        var query = new SeriesQuery(
                counter(asked),
                one("granularity", asked.granularity, Granularity.MONTH, Granularity.values()),
                day("from", asked.from),
                day("to", asked.to));
        LocalDate from = query.from();
        LocalDate to = query.to();
        if (from != null && from.isBefore(UsageTarget.FIRST)) {
            throw Problem.invalidParameter(
                    "from", "must not be before " + UsageTarget.FIRST + ", when Figshare began.");
        }
        if (from != null && from.isAfter(today())) {
            throw Problem.invalidParameter("from", "must not be in the future.");
        }
        if (to != null && to.isBefore(from == null ? UsageTarget.FIRST : from)) {
            throw Problem.invalidParameter("to", "must not be before from, nor before Figshare began.");
        }
        return query;
    }

    /** Fails with 400 for what is not counted. */
    static Counter counter(CounterParameters asked) {
        return one("counter", asked.counter, Counter.VIEWS, Counter.values());
    }

    /** Figshare's days are taken for UTC's. */
    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** One form for all ways to ask the same, as it stands behind the path. */
    String canonical() {
        var all = new TreeMap<String, Object>();
        if (counter != Counter.VIEWS) {
            all.put("counter", counter.text());
        }
        if (granularity != Granularity.MONTH) {
            all.put("granularity", granularity.text());
        }
        if (from != null) {
            all.put("from", from);
        }
        if (to != null) {
            all.put("to", to);
        }
        return all.isEmpty()
                ? ""
                : all.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static <T extends Enum<T>> T one(String name, @Nullable String asked, T absent, T[] all) {
        if (asked == null) {
            return absent;
        }
        return Arrays.stream(all)
                .filter(one -> text(one).equals(asked))
                .findFirst()
                .orElseThrow(() -> Problem.invalidParameter(
                        name,
                        "must be one of "
                                + Arrays.stream(all).map(SeriesQuery::text).collect(Collectors.joining(", "))
                                + "."));
    }

    private static String text(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable LocalDate day(String name, @Nullable String asked) {
        if (asked == null) {
            return null;
        }
        try {
            if (asked.length() == 10) {
                return LocalDate.parse(asked);
            }
        } catch (DateTimeException unreadable) {
            // Answered like a day of another length.
        }
        throw Problem.invalidParameter(name, "must be a day such as 2024-05-31.");
    }
}
