package io.campusfigshare.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Stats have told, and when: asked again when it is no longer fresh, and for as good as it gets while Stats fail.
 * The figures of what is the institution's are kept in the database, some of those of others for a while in memory.
 */
@Singleton
class UsageCache {

    private static final ProblemType UNAVAILABLE =
            new ProblemType("usage-unavailable", 503, "The figures cannot be had now");

    /** Numbers of periods and countries; about ten megabytes. */
    private static final int MOST_IN_MEMORY = 100_000;

    /** A day may be counted late; so long after its end nothing changes. */
    private static final int DAYS_UNTIL_SETTLED = 3;

    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private static final String KEEP = """
            insert into usage (kind, subject, views, downloads, shares, counted) values ($1, $2, $3, $4, $5, $6)
            on conflict (kind, subject) do update set views = excluded.views, downloads = excluded.downloads,
                shares = excluded.shares, counted = excluded.counted
            """;

    private static final String KEEP_PART = """
            insert into usage_part (kind, subject, part, counts, counted) values ($1, $2, $3, $4, $5)
            on conflict (kind, subject, part) do update set counts = excluded.counts, counted = excluded.counted
            """;

    private final StatsApi stats;
    private final Database database;
    private final ObjectMapper json;
    private final Duration maxAge;
    private final Cache<String, Part> others = Caffeine.newBuilder()
            .maximumWeight(MOST_IN_MEMORY)
            .weigher((String key, Part part) -> 10 + part.counts().size())
            .build();

    UsageCache(StatsApi stats, Database database, ObjectMapper json, UsageConfig config) {
        this.stats = stats;
        this.database = database;
        this.json = json;
        this.maxAge = config.maxAge();
    }

    /**
     * A part of a series.
     *
     * @param settled whether it will never change, because it ended long before it was told
     */
    record Part(Map<String, Long> counts, Instant counted, boolean settled) {}

    /**
     * The totals.
     *
     * @return fails with 503 where Stats do not tell and never have
     */
    Uni<Usage> totals(UsageTarget of, CallPriority priority) {
        return known(of)
                .chain(known -> known.filter(usage -> isFresh(usage.asOf())).isPresent()
                        ? Uni.createFrom().item(known.get())
                        : orKnown(told(of, priority), known));
    }

    /** The totals as Stats tell them now. */
    Uni<Usage> told(UsageTarget of, CallPriority priority) {
        return stats.total(of, Counter.VIEWS, priority)
                .chain(views -> stats.total(of, Counter.DOWNLOADS, priority)
                        .chain(downloads -> stats.total(of, Counter.SHARES, priority)
                                .map(shares -> new Usage(views, downloads, shares, now()))))
                .chain(usage -> of.ours() ? keep(of, usage) : Uni.createFrom().item(usage));
    }

    /**
     * A part of a series.
     *
     * @param name what it is of its subject
     * @param last its last day
     * @return fails with 503 where Stats do not tell and never have
     */
    Uni<Part> part(UsageTarget of, String name, LocalDate last, Supplier<Uni<Map<String, Long>>> ask) {
        return known(of, name, last)
                .chain(known -> known.filter(part -> part.settled() || isFresh(part.counted()))
                                .isPresent()
                        ? Uni.createFrom().item(known.get())
                        : orKnown(ask.get().chain(counts -> keep(of, name, part(counts, now(), last))), known));
    }

    private static <T> Uni<T> orKnown(Uni<T> asked, Optional<T> known) {
        return asked.onFailure(FigshareFailure.class)
                .recoverWithUni(failure -> known.isPresent()
                        ? Uni.createFrom().item(known.get())
                        : Uni.createFrom()
                                .failure(failure.withProblem(
                                        UNAVAILABLE,
                                        "Figshare's statistics do not answer, and none are known. Try again later.")));
    }

    private Uni<Optional<Usage>> known(UsageTarget of) {
        return of.ours()
                ? database.query(
                                "select views, downloads, shares, counted from usage where kind = $1 and subject = $2",
                                Tuple.of(of.kind().text(), of.id()))
                        .map(rows -> rows.stream()
                                .flatMap(row -> Optional.ofNullable(Usage.of(row)).stream())
                                .findFirst())
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Usage> keep(UsageTarget of, Usage usage) {
        Tuple values = Tuple.tuple()
                .addString(of.kind().text())
                .addLong(of.id())
                .addLong(usage.views())
                .addLong(usage.downloads())
                .addLong(usage.shares())
                .addOffsetDateTime(usage.asOf().atOffset(ZoneOffset.UTC));
        return database.query(KEEP, values).replaceWith(usage);
    }

    private Uni<Optional<Part>> known(UsageTarget of, String name, LocalDate last) {
        return of.ours()
                ? database.query(
                                "select counts, counted from usage_part where kind = $1 and subject = $2 and part = $3",
                                Tuple.of(of.kind().text(), of.id(), name))
                        .map(rows -> rows.stream()
                                .map(row -> part(
                                        read(row.getString("counts")),
                                        Objects.requireNonNull(Database.instant(row, "counted")),
                                        last))
                                .findFirst())
                : Uni.createFrom().item(Optional.ofNullable(others.getIfPresent(key(of, name))));
    }

    private Uni<Part> keep(UsageTarget of, String name, Part part) {
        if (!of.ours()) {
            others.put(key(of, name), part);
            return Uni.createFrom().item(part);
        }
        Tuple values = Tuple.tuple()
                .addString(of.kind().text())
                .addLong(of.id())
                .addString(name)
                .addString(written(part.counts()))
                .addOffsetDateTime(part.counted().atOffset(ZoneOffset.UTC));
        return database.query(KEEP_PART, values).replaceWith(part);
    }

    private static String key(UsageTarget of, String name) {
        return of.kind() + "/" + of.id() + "/" + name;
    }

    private static Part part(Map<String, Long> counts, Instant counted, LocalDate last) {
        LocalDate told = LocalDate.ofInstant(counted, ZoneOffset.UTC);
        return new Part(counts, counted, last.plusDays(DAYS_UNTIL_SETTLED).isBefore(told));
    }

    private boolean isFresh(Instant counted) {
        return counted.plus(maxAge).isAfter(Instant.now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private Map<String, Long> read(String counts) {
        try {
            return json.readValue(counts, COUNTS);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private String written(Map<String, Long> counts) {
        try {
            return json.writeValueAsString(counts);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
