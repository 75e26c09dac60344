package io.campusfigshare.usage;

import io.campusfigshare.usage.stats.Counter;
import io.campusfigshare.usage.stats.Granularity;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request for a usage series; {@link SeriesParameters#query} checks its values.
 *
 * @param from null for the first day that can have usage
 * @param to   null for today
 */
record SeriesQuery(
        Counter counter,
        Granularity granularity,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {

    /** Returns today in UTC. Figshare's days are taken as UTC days. */
    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** Returns the query string with its {@code ?}, sorted by name and without defaults; empty if all are defaults. */
    String canonical() {
        var parameters = new TreeMap<String, Object>();
        if (counter != Counter.VIEWS) {
            parameters.put("counter", counter.text());
        }
        if (granularity != Granularity.MONTH) {
            parameters.put("granularity", granularity.text());
        }
        if (from != null) {
            parameters.put("from", from);
        }
        if (to != null) {
            parameters.put("to", to);
        }
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&", "?", ""));
    }
}
