package io.campusfigshare.usage;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.usage.stats.Counter;
import io.campusfigshare.usage.stats.Granularity;
import io.campusfigshare.usage.stats.StatsApi;
import io.campusfigshare.usage.stats.UsageCache;
import io.campusfigshare.usage.stats.UsageCache.Part;
import io.campusfigshare.usage.stats.UsageTarget;
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

/** Assembles usage reports: complete histories, in order and without gaps. */
@Singleton
class UsageReports {

    private static final int MAX_COUNTRIES = 200;

    private final UsageCache cache;
    private final StatsApi stats;
    private final Database database;
    private final String base;

    UsageReports(UsageCache cache, StatsApi stats, Database database, CampusConfig campus) {
        this.cache = cache;
        this.stats = stats;
        this.database = database;
        this.base = CampusConfig.base(campus);
    }

    Uni<Usage> totals(UsageTarget target, CallPriority priority) {
        return cache.totals(target, priority);
    }

    /** Returns one series, assembled from parts, each of which one request to Figshare can cover. */
    Uni<UsageTimeline> timeline(UsageTarget target, SeriesQuery query, CallPriority priority) {
        Granularity granularity = query.granularity();
        LocalDate today = SeriesQuery.today();
        LocalDate to = query.to() == null || query.to().isAfter(today) ? today : query.to();
        LocalDate requested = query.from() == null ? target.since() : query.from();
        LocalDate from = granularity.begin(requested.isAfter(to) ? to : requested);
        LocalDate end = granularity.next(granularity.begin(to)).minusDays(1);
        LocalDate last = end.isAfter(today) ? today : end;
        return parts(
                        target,
                        "timeline/" + granularity.text() + "/" + query.counter().text(),
                        granularity,
                        // There is no usage before publication.
                        from.isBefore(target.since()) ? target.since() : from,
                        last,
                        span -> stats.timeline(target, query.counter(), granularity, span.from(), span.to(), priority))
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

    /** Returns the usage by country since the first day. */
    Uni<UsageCountries> countries(UsageTarget target, Counter counter, CallPriority priority) {
        return parts(
                        target,
                        "breakdown/year/" + counter.text(),
                        Granularity.YEAR,
                        target.since(),
                        SeriesQuery.today(),
                        span -> stats.countries(target, counter, span.from(), span.to(), priority))
                .map(parts -> {
                    Map<String, Long> counts = merged(parts);
                    List<UsageCountries.Country> countries = counts.entrySet().stream()
                            .map(entry -> new UsageCountries.Country(entry.getKey(), entry.getValue()))
                            .sorted(Comparator.comparingLong(UsageCountries.Country::count)
                                    .reversed()
                                    .thenComparing(UsageCountries.Country::country))
                            .limit(MAX_COUNTRIES)
                            .toList();
                    long total =
                            counts.values().stream().mapToLong(Long::longValue).sum();
                    return new UsageCountries(counter.text(), total, asOf(parts), countries);
                });
    }

    /** Returns the most used items of a department from stored usage, without a call to Figshare. */
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

    /** The days that one call to Figshare covers. */
    private record Span(LocalDate from, LocalDate to) {}

    /** Reads the parts one after another, because each waits for the pace; a failure ends the reading. */
    private Uni<List<Part>> parts(
            UsageTarget target,
            String series,
            Granularity granularity,
            LocalDate from,
            LocalDate to,
            Function<Span, Uni<Map<String, Long>>> call) {
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
                    return cache.part(target, series + "/" + year, span.to(), () -> call.apply(span));
                })
                .collect()
                .asList();
    }

    private static Map<String, Long> merged(List<Part> parts) {
        Map<String, Long> all = new HashMap<>();
        parts.forEach(part -> part.counts().forEach((key, count) -> all.merge(key, count, Long::sum)));
        return all;
    }

    /** Returns when the oldest part that can still change was read, or the newest part if none can change. */
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
