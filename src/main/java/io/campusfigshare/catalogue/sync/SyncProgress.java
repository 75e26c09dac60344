package io.campusfigshare.catalogue.sync;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.DatabaseFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/** How far the catalogue has come; informative only, because what is known is served while it is filled, or out of reach. */
@Wellness
@Singleton
class SyncProgress implements AsyncHealthCheck {

    private static final String FAR = """
            select (select count(*) from item where withdrawn is null) as items, mark, filled, expected, had,
                extract(epoch from clock_timestamp() - listed) as filling_for,
                (select count(*) from set_aside) as set_aside,
                (select coalesce(jsonb_agg(to_jsonb(longest) order by since), '[]') from (
                    select kind, id, failure, since, extract(epoch from clock_timestamp() - since) as seconds
                    from set_aside order by since limit 20) longest) as longest,
                (select jsonb_object_agg(name, extract(epoch from clock_timestamp() - began)) from sync
                    where began is not null) as ages
            from sync where name = 'items'
            """;

    private final Database database;
    private final MultiGauge ages;
    private final MultiGauge longest;
    private volatile @Nullable Far far;

    SyncProgress(Database database, MeterRegistry metrics) {
        this.database = database;
        this.ages = MultiGauge.builder("catalogue.sync.age.seconds")
                .description("Since the last sync that succeeded")
                .register(metrics);
        this.longest = MultiGauge.builder("catalogue.set.aside.seconds")
                .description("Since Figshare could not give a record; the twenty it has been longest")
                .register(metrics);
    }

    private record Far(
            long items,
            @Nullable Instant mark,
            boolean filled,
            @Nullable Fill fill,
            @Nullable JsonObject ages,
            long setAside,
            List<Left> longest) {

        /** In seconds, by what was looked at. */
        Map<String, Double> since() {
            JsonObject known = ages;
            return known == null
                    ? Map.of()
                    : known.fieldNames().stream().collect(Collectors.toMap(name -> name, known::getDouble));
        }
    }

    /**
     * The first fill, while it lasts.
     *
     * @param left      items that are listed and not here
     * @param perSecond since they were listed; 0 before the first
     */
    private record Fill(long expected, long left, double perSecond) {

        static @Nullable Fill of(Row row) {
            Long expected = row.getLong("expected");
            if (expected == null || row.getOffsetDateTime("filled") != null) {
                return null;
            }
            long items = row.getLong("items");
            double seconds = Math.max(1, row.getDouble("filling_for"));
            return new Fill(expected, Math.max(0, expected - items), (items - row.getLong("had")) / seconds);
        }

        double secondsLeft() {
            return left / perSecond;
        }

        String end() {
            return perSecond > 0
                    ? Instant.now()
                            .plusSeconds((long) secondsLeft())
                            .truncatedTo(ChronoUnit.MINUTES)
                            .toString()
                    : "unknown";
        }
    }

    /** A record that is set aside. */
    private record Left(String kind, String id, String failure, double seconds) {

        static Left of(JsonObject row) {
            return new Left(
                    row.getString("kind"),
                    row.getLong("id").toString(),
                    row.getString("failure"),
                    row.getDouble("seconds"));
        }

        @Override
        public String toString() {
            return kind + " " + id + " (" + failure + ")";
        }

        MultiGauge.Row<?> measured() {
            return MultiGauge.Row.of(Tags.of("kind", kind, "id", id, "failure", failure), seconds);
        }
    }

    void measure(@Observes StartupEvent start, MeterRegistry metrics) {
        if (database.inUse()) {
            gauge(metrics, "catalogue.items", "Items in the catalogue", Far::items);
            gauge(metrics, "catalogue.filled", "1 once all items of the institution are here", f -> f.filled() ? 1 : 0);
            fill(
                    metrics,
                    "catalogue.fill.expected",
                    "Items that Figshare lists, during the first fill",
                    Fill::expected);
            fill(metrics, "catalogue.fill.rate", "Items that the first fill takes over in a second", Fill::perSecond);
            fill(metrics, "catalogue.fill.left.seconds", "Until the first fill ends, at this rate", Fill::secondsLeft);
            gauge(metrics, "catalogue.set.aside", "Records that Figshare could not give", Far::setAside);
            Gauge.builder("database.up", () -> far == null ? 0 : 1)
                    .description("1 while the database answers")
                    .register(metrics);
        }
    }

    /** Metrics are read by a thread that must not wait for a database. */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return database.inUse()
                ? now().onItemOrFailure()
                        .invoke((seen, unreachable) -> {
                            far = seen;
                            ages.register(seen == null ? List.of() : rows(seen), true);
                            longest.register(seen == null ? List.of() : longest(seen), true);
                        })
                        .onFailure(DatabaseFailure.class)
                        .recoverWithNull()
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var response = HealthCheckResponse.named("catalogue");
        if (!database.inUse()) {
            return Uni.createFrom()
                    .item(() -> response.withData("institution", "none").up().build());
        }
        return now().map(seen -> filling(response, seen.fill())
                        .withData("items", seen.items())
                        .withData("filled", seen.filled())
                        .withData("mark", String.valueOf(seen.mark()))
                        .withData("setAside", seen.setAside())
                        .withData(
                                "setAsideRecords",
                                seen.longest().stream().map(Left::toString).collect(Collectors.joining(", ")))
                        .withData("secondsSinceSync", Math.round(seen.since().getOrDefault("items", -1.0)))
                        .up()
                        .build())
                .onFailure(DatabaseFailure.class)
                .recoverWithItem(unreachable ->
                        response.withData("database", "out of reach").down().build());
    }

    private static HealthCheckResponseBuilder filling(HealthCheckResponseBuilder response, @Nullable Fill fill) {
        return fill == null
                ? response
                : response.withData("expected", fill.expected())
                        .withData("itemsAMinute", Math.round(60 * fill.perSecond()))
                        .withData("filledBy", fill.end());
    }

    private Uni<Far> now() {
        return database.query(FAR, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            return new Far(
                    row.getLong("items"),
                    Database.instant(row, "mark"),
                    row.getOffsetDateTime("filled") != null,
                    Fill.of(row),
                    row.getJsonObject("ages"),
                    row.getLong("set_aside"),
                    row.getJsonArray("longest").stream()
                            .map(JsonObject.class::cast)
                            .map(Left::of)
                            .toList());
        });
    }

    private static List<MultiGauge.Row<?>> rows(Far seen) {
        return seen.since().entrySet().stream()
                .<MultiGauge.Row<?>>map(age -> MultiGauge.Row.of(Tags.of("what", age.getKey()), age.getValue()))
                .toList();
    }

    private static List<MultiGauge.Row<?>> longest(Far seen) {
        return seen.longest().stream().<MultiGauge.Row<?>>map(Left::measured).toList();
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<Far> value) {
        Gauge.builder(name, () -> {
                    Far seen = far;
                    return seen == null ? Double.NaN : value.applyAsDouble(seen);
                })
                .description(description)
                .register(metrics);
    }

    private void fill(MeterRegistry metrics, String name, String description, ToDoubleFunction<Fill> value) {
        gauge(metrics, name, description, seen -> {
            Fill fill = seen.fill();
            return fill == null ? Double.NaN : value.applyAsDouble(fill);
        });
    }
}
