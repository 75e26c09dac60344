package io.campusfigshare.usage;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.usage.UsageCache.Part;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Figures in the shapes that callers get: whole histories, in order, and without gaps. */
@Singleton
class UsageReports {

    private static final int MOST_COUNTRIES = 200;

    private final UsageCache figures;
    private final StatsApi stats;
    private final Database database;
    private final String base;

    UsageReports(UsageCache figures, StatsApi stats, Database database, CampusConfig campus) {
        this.figures = figures;
        this.stats = stats;
        this.database = database;
        this.base = CampusConfig.base(campus);
    }

    Uni<Usage> totals(UsageTarget of, CallPriority priority) {
        return figures.totals(of, priority);
    }

    /** One series, put together of as many parts as Figshare makes of it. */
    Uni<UsageTimeline> timeline(UsageTarget of, SeriesQuery query, CallPriority priority) {
        Granularity granularity = query.granularity();
        LocalDate today = SeriesQuery.today();
        LocalDate to = query.to() == null || query.to().isAfter(today) ? today : query.to();
        LocalDate asked = query.from() == null ? of.since() : query.from();
        LocalDate from = granularity.begin(asked.isAfter(to) ? to : asked);
        LocalDate end = granularity.next(granularity.begin(to)).minusDays(1);
        LocalDate last = end.isAfter(today) ? today : end;
        return parts(
                        of,
                        "timeline/" + granularity.text() + "/" + query.counter().text(),
                        granularity,
                        // Before it was published there is nothing to ask for.
                        from.isBefore(of.since()) ? of.since() : from,
                        last,
                        span -> stats.timeline(of, query.counter(), granularity, span.from(), span.to(), priority))
                .map(parts -> {
                    Map<String, Long> counts = merged(parts);
                    List<UsageTimeline.Period> periods = new ArrayList<>();
                    long total = 0;
                    for (LocalDate begin = from; !begin.isAfter(last); begin = granularity.next(begin)) {
                        String period = granularity.period(begin);
                        long count = counts.getOrDefault(period, 0L);
                        periods.add(new UsageTimeline.Period(period, count));
                        total += count;
                    }
                    return new UsageTimeline(
                            query.counter().text(), granularity.text(), from, last, total, asOf(parts), periods);
                });
    }

    /** All countries since the beginning. */
    Uni<UsageCountries> countries(UsageTarget of, Counter counter, CallPriority priority) {
        return parts(
                        of,
                        "breakdown/year/" + counter.text(),
                        Granularity.YEAR,
                        of.since(),
                        SeriesQuery.today(),
                        span -> stats.countries(of, counter, span.from(), span.to(), priority))
                .map(parts -> {
                    Map<String, Long> counts = merged(parts);
                    List<UsageCountries.Country> countries = counts.entrySet().stream()
                            .map(entry -> new UsageCountries.Country(entry.getKey(), entry.getValue()))
                            .sorted(Comparator.comparingLong(UsageCountries.Country::count)
                                    .reversed()
                                    .thenComparing(UsageCountries.Country::country))
                            .limit(MOST_COUNTRIES)
                            .toList();
                    long total =
                            counts.values().stream().mapToLong(Long::longValue).sum();
                    return new UsageCountries(counter.text(), total, asOf(parts), countries);
                });
    }

    /** The items of a department that are used most, by the last snapshot; no call to Figshare. */
    Uni<UsageTop> top(long department, boolean descendants, Counter counter, int size) {
        String below = descendants ? " union select d.id from within join department d on d.parent = within.id" : "";
        return database.query(
                        "select id, title, doi, views, downloads, shares, counted from item"
                                + " join usage on kind = 'item' and subject = id"
                                + " where withdrawn is null and counted is not null and department in ("
                                + "with recursive within (id) as (select $1::bigint" + below
                                + ") select id from within)"
                                + " order by " + counter.text() + " desc, id desc limit $2",
                        Tuple.of(department, size))
                .map(rows -> {
                    List<UsageTop.Used> items = rows.stream()
                            .map(row -> {
                                Usage usage = Objects.requireNonNull(Usage.of(row));
                                return new UsageTop.Used(
                                        row.getLong("id"),
                                        row.getString("title"),
                                        row.getString("doi"),
                                        usage.views(),
                                        usage.downloads(),
                                        usage.shares(),
                                        usage.asOf(),
                                        base + "/v1/items/" + row.getLong("id"));
                            })
                            .toList();
                    Instant asOf = items.stream()
                            .map(UsageTop.Used::asOf)
                            .min(Comparator.naturalOrder())
                            .orElse(null);
                    return new UsageTop(counter.text(), asOf, items);
                });
    }

    /** The days that one call asks for. */
    private record Span(LocalDate from, LocalDate to) {}

    /** One after the other: each waits for its turn, and none in vain for one that fails. */
    private Uni<List<Part>> parts(
            UsageTarget of,
            String series,
            Granularity granularity,
            LocalDate from,
            LocalDate to,
            Function<Span, Uni<Map<String, Long>>> ask) {
        List<Integer> firsts = new ArrayList<>();
        int first = granularity.part(from);
        do {
            firsts.add(first);
            first = granularity.after(first);
        } while (first <= to.getYear());
        LocalDate today = SeriesQuery.today();
        return Multi.createFrom()
                .iterable(firsts)
                .onItem()
                .transformToUniAndConcatenate(year -> {
                    LocalDate end =
                            LocalDate.ofYearDay(granularity.after(year), 1).minusDays(1);
                    Span span = new Span(LocalDate.ofYearDay(year, 1), end.isAfter(today) ? today : end);
                    return figures.part(of, series + "/" + year, span.to(), () -> ask.apply(span));
                })
                .collect()
                .asList();
    }

    private static Map<String, Long> merged(List<Part> parts) {
        Map<String, Long> all = new HashMap<>();
        parts.forEach(part -> part.counts().forEach((key, count) -> all.merge(key, count, Long::sum)));
        return all;
    }

    /** The oldest date of what may still change; what is settled is as true today as it was. */
    private static Instant asOf(List<Part> parts) {
        return parts.stream()
                .filter(part -> !part.settled())
                .map(Part::counted)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> parts.stream()
                        .map(Part::counted)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }
}
