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
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Publishes the status of the syncs as metrics. */
@Singleton
class SyncMetrics {

    private final Database database;
    private final MultiGauge ages;
    private final MultiGauge failedAges;
    private volatile @Nullable SyncStatus latest;

    SyncMetrics(Database database, MeterRegistry metrics) {
        this.database = database;
        this.ages = MultiGauge.builder("catalogue.sync.age.seconds")
                .description("Seconds since the last successful sync")
                .register(metrics);
        this.failedAges = MultiGauge.builder("catalogue.set.aside.seconds")
                .description("Seconds since a record could first not be read from Figshare, for the 20 longest")
                .register(metrics);
    }

    void register(@Observes StartupEvent start, MeterRegistry metrics) {
        if (database.inUse()) {
            gauge(metrics, "catalogue.items", "Number of items in the catalogue", SyncStatus::items);
            gauge(metrics, "catalogue.filled", "1 after the end of the first fill", f -> f.filled() ? 1 : 0);
            fillGauge(
                    metrics,
                    "catalogue.fill.expected",
                    "Number of items that Figshare lists, during the first fill",
                    SyncStatus.Fill::expected);
            fillGauge(
                    metrics,
                    "catalogue.fill.rate",
                    "Items that the first fill copies in a second",
                    SyncStatus.Fill::perSecond);
            fillGauge(
                    metrics,
                    "catalogue.fill.left.seconds",
                    "Seconds until the end of the first fill, at this rate",
                    SyncStatus.Fill::secondsLeft);
            gauge(
                    metrics,
                    "catalogue.set.aside",
                    "Number of records that could not be read from Figshare",
                    SyncStatus::failedRecords);
            Gauge.builder("database.up", () -> latest == null ? 0 : 1)
                    .description("1 while the database is available")
                    .register(metrics);
        }
    }

    /** Updates the values of the gauges, which are read by a thread that must not wait for the database. */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> update() {
        return database.inUse()
                ? SyncStatus.read(database)
                        .onItemOrFailure()
                        .invoke((status, failure) -> {
                            latest = status;
                            ages.register(status == null ? List.of() : ageRows(status), true);
                            failedAges.register(status == null ? List.of() : failedRows(status), true);
                        })
                        .onFailure(DatabaseFailure.class)
                        .recoverWithNull()
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private static List<MultiGauge.Row<?>> ageRows(SyncStatus status) {
        return status.secondsSinceSync().entrySet().stream()
                .<MultiGauge.Row<?>>map(age -> MultiGauge.Row.of(Tags.of("what", age.getKey()), age.getValue()))
                .toList();
    }

    private static List<MultiGauge.Row<?>> failedRows(SyncStatus status) {
        return status.longestFailed().stream()
                .<MultiGauge.Row<?>>map(SyncMetrics::failedRow)
                .toList();
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<SyncStatus> value) {
        Gauge.builder(name, () -> {
                    SyncStatus status = latest;
                    return status == null ? Double.NaN : value.applyAsDouble(status);
                })
                .description(description)
                .register(metrics);
    }

    private void fillGauge(
            MeterRegistry metrics, String name, String description, ToDoubleFunction<SyncStatus.Fill> value) {
        gauge(metrics, name, description, status -> {
            SyncStatus.Fill fill = status.fill();
            return fill == null ? Double.NaN : value.applyAsDouble(fill);
        });
    }

    private static MultiGauge.Row<?> failedRow(SyncStatus.FailedRecord failed) {
        return MultiGauge.Row.of(
                Tags.of("kind", failed.kind(), "id", failed.id(), "failure", failed.failure()), failed.seconds());
    }
}
