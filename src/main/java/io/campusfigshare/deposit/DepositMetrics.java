package io.campusfigshare.deposit;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.problem.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How many deposits and files are in which state, in the database and so for all replicas. */
@Singleton
class DepositMetrics {

    private static final String STANDING = """
            select 'deposit' as what, state, count(*) as n,
                max(extract(epoch from clock_timestamp() - due)) filter (where held is null) as late
            from deposit group by state
            union all select 'file', state, count(*), null from deposit_file group by state
            """;

    private final Database database;
    private final DepositDoor door;
    private volatile @Nullable Standing standing;

    DepositMetrics(Database database, DepositDoor door) {
        this.database = database;
        this.door = door;
    }

    /** @param late by how many seconds the deposit is late that has been due the longest */
    private record Standing(Map<String, Long> counts, double late) {}

    void measure(@Observes StartupEvent start, MeterRegistry metrics) {
        if (!door.isOpen()) {
            return;
        }
        for (DepositState state : DepositState.values()) {
            gauge(metrics, "deposit.records", "Deposits", state.text(), counted("deposit", state.text()));
        }
        for (FileState state : FileState.values()) {
            gauge(metrics, "deposit.files", "Files of deposits", state.text(), counted("file", state.text()));
        }
        Gauge.builder("deposit.late.seconds", known(Standing::late)::getAsDouble)
                .description("How long the deposit that waits longest has been due, without anybody carrying it on")
                .register(metrics);
    }

    /** Metrics are read by a thread that must not wait for a database. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        if (!door.isOpen()) {
            return;
        }
        try {
            Map<String, Long> counts = new HashMap<>();
            double late = 0;
            for (Row row : database.run(STANDING, Tuple.tuple())) {
                counts.put(row.getString("what") + row.getString("state"), row.getLong("n"));
                Double due = row.getDouble("late");
                late = Math.max(late, due == null ? 0 : due);
            }
            standing = new Standing(counts, late);
        } catch (Problem unreachable) {
            standing = null;
            Log.debugf("Deposits cannot be counted now: %s", unreachable.detail());
        }
    }

    private DoubleSupplier counted(String what, String state) {
        return known(now -> now.counts().getOrDefault(what + state, 0L));
    }

    private DoubleSupplier known(ToDoubleFunction<Standing> value) {
        return () -> {
            Standing now = standing;
            return now == null ? Double.NaN : value.applyAsDouble(now);
        };
    }

    private static void gauge(
            MeterRegistry metrics, String name, String description, String state, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tag("state", state)
                .register(metrics);
    }
}
