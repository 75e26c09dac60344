package io.campusfigshare.usage.stats;

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
 * Caches usage with the time when it was read. Reads it from Stats again when it is no longer fresh; while Stats fails,
 * stale usage is returned. Usage of the institution is kept in the database, parts of series of others in memory.
 */
@Singleton
public class UsageCache {

    private static final ProblemType UNAVAILABLE =
            new ProblemType("usage-unavailable", 503, "The usage is not available now");

    /** The maximum number of counts in memory; about ten megabytes. */
    private static final int MAX_COUNTS_IN_MEMORY = 100_000;

    /** How long after its end a part can still change, because Figshare may count a day late. */
    private static final int DAYS_UNTIL_SETTLED = 3;

    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private static final String STORE = """
            insert into usage (kind, subject, views, downloads, shares, counted) values ($1, $2, $3, $4, $5, $6)
            on conflict (kind, subject) do update set views = excluded.views, downloads = excluded.downloads,
                shares = excluded.shares, counted = excluded.counted
            """;

    private static final String STORE_PART = """
            insert into usage_part (kind, subject, part, counts, counted) values ($1, $2, $3, $4, $5)
            on conflict (kind, subject, part) do update set counts = excluded.counts, counted = excluded.counted
            """;

    private final StatsApi stats;
    private final Database database;
    private final ObjectMapper json;
    private final Duration maxAge;
    private final Cache<String, Part> others = Caffeine.newBuilder()
            .maximumWeight(MAX_COUNTS_IN_MEMORY)
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
     * @param counts  by period or country, without zeros
     * @param counted when it was read from Stats
     * @param settled whether it can no longer change, because it ended long before it was read
     */
    public record Part(Map<String, Long> counts, Instant counted, boolean settled) {}

    /**
     * Returns the totals.
     *
     * @return fails with {@code usage-unavailable} (503) if Stats fails and no usage is stored
     */
    public Uni<Usage> totals(UsageTarget target, CallPriority priority) {
        return stored(target)
                .chain(stored -> stored.filter(usage -> isFresh(usage.asOf())).isPresent()
                        ? Uni.createFrom().item(stored.get())
                        : orStored(readTotals(target, priority), stored));
    }

    /** Reads the totals from Stats and stores them. */
    public Uni<Usage> readTotals(UsageTarget target, CallPriority priority) {
        return stats.total(target, Counter.VIEWS, priority)
                .chain(views -> stats.total(target, Counter.DOWNLOADS, priority)
                        .chain(downloads -> stats.total(target, Counter.SHARES, priority)
                                .map(shares -> new Usage(views, downloads, shares, now()))))
                .chain(usage ->
                        target.ours() ? store(target, usage) : Uni.createFrom().item(usage));
    }

    /**
     * Returns a part of a series.
     *
     * @param name the name of the part, unique for its target
     * @param last the last day of the part
     * @param call reads the part from Stats
     * @return fails with {@code usage-unavailable} (503) if Stats fails and the part is not stored
     */
    public Uni<Part> part(UsageTarget target, String name, LocalDate last, Supplier<Uni<Map<String, Long>>> call) {
        return stored(target, name, last)
                .chain(stored -> stored.filter(part -> part.settled() || isFresh(part.counted()))
                                .isPresent()
                        ? Uni.createFrom().item(stored.get())
                        : orStored(call.get().chain(counts -> store(target, name, part(counts, now(), last))), stored));
    }

    private static <T> Uni<T> orStored(Uni<T> read, Optional<T> stored) {
        return read.onFailure(FigshareFailure.class)
                .recoverWithUni(
                        failure -> stored.isPresent()
                                ? Uni.createFrom().item(stored.get())
                                : Uni.createFrom()
                                        .failure(
                                                failure.withProblem(
                                                        UNAVAILABLE,
                                                        "Figshare's statistics do not answer, and there is no stored usage. Try again later.")));
    }

    private Uni<Optional<Usage>> stored(UsageTarget target) {
        return target.ours()
                ? database.query(
                                "select views, downloads, shares, counted from usage where kind = $1 and subject = $2",
                                Tuple.of(target.kind().text(), target.id()))
                        .map(rows -> rows.stream()
                                .flatMap(row -> Optional.ofNullable(Usage.of(row)).stream())
                                .findFirst())
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Usage> store(UsageTarget target, Usage usage) {
        Tuple values = Tuple.tuple()
                .addString(target.kind().text())
                .addLong(target.id())
                .addLong(usage.views())
                .addLong(usage.downloads())
                .addLong(usage.shares())
                .addOffsetDateTime(usage.asOf().atOffset(ZoneOffset.UTC));
        return database.query(STORE, values).replaceWith(usage);
    }

    private Uni<Optional<Part>> stored(UsageTarget target, String name, LocalDate last) {
        return target.ours()
                ? database.query(
                                "select counts, counted from usage_part where kind = $1 and subject = $2 and part = $3",
                                Tuple.of(target.kind().text(), target.id(), name))
                        .map(rows -> rows.stream()
                                .map(row -> part(
                                        fromJson(row.getString("counts")),
                                        Objects.requireNonNull(Database.instant(row, "counted")),
                                        last))
                                .findFirst())
                : Uni.createFrom().item(Optional.ofNullable(others.getIfPresent(key(target, name))));
    }

    private Uni<Part> store(UsageTarget target, String name, Part part) {
        if (!target.ours()) {
            others.put(key(target, name), part);
            return Uni.createFrom().item(part);
        }
        Tuple values = Tuple.tuple()
                .addString(target.kind().text())
                .addLong(target.id())
                .addString(name)
                .addString(toJson(part.counts()))
                .addOffsetDateTime(part.counted().atOffset(ZoneOffset.UTC));
        return database.query(STORE_PART, values).replaceWith(part);
    }

    private static String key(UsageTarget target, String name) {
        return target.kind() + "/" + target.id() + "/" + name;
    }

    private static Part part(Map<String, Long> counts, Instant counted, LocalDate last) {
        LocalDate read = LocalDate.ofInstant(counted, ZoneOffset.UTC);
        return new Part(counts, counted, last.plusDays(DAYS_UNTIL_SETTLED).isBefore(read));
    }

    private boolean isFresh(Instant counted) {
        return counted.plus(maxAge).isAfter(Instant.now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private Map<String, Long> fromJson(String counts) {
        try {
            return json.readValue(counts, COUNTS);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private String toJson(Map<String, Long> counts) {
        try {
            return json.writeValueAsString(counts);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
