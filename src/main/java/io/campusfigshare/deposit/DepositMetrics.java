package io.campusfigshare.deposit;

import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.catalogue.database.Database;
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

/** Metrics of the deposits and files in the database, which are those of all replicas. */
@Singleton
class DepositMetrics {

    private static final String COUNTS = """
            select 'deposit' as what, state, count(*) as n,
                max(extract(epoch from clock_timestamp() - due)) filter (where held is null) as late
            from deposit group by state
            union all select 'file', state, count(*), null from deposit_file group by state
            """;

    private final Database database;
    private final SecuredDoor door;
    private volatile @Nullable Counts current;

    DepositMetrics(Database database, SecuredDoor door) {
        this.database = database;
        this.door = door;
    }

    /** @param late how many seconds ago the next step of the longest waiting deposit was due */
    private record Counts(Map<String, Long> byState, double late) {}

    void register(@Observes StartupEvent start, MeterRegistry metrics) {
        if (!door.isOpen()) {
            return;
        }
        for (DepositState state : DepositState.values()) {
            gauge(metrics, "deposit.records", "Deposits", state.text(), number("deposit", state.text()));
        }
        for (FileState state : FileState.values()) {
            gauge(metrics, "deposit.files", "Files of deposits", state.text(), number("file", state.text()));
        }
        Gauge.builder("deposit.late.seconds", value(Counts::late)::getAsDouble)
                .description(
                        "How long the next step of the longest waiting deposit has been due without a replica running it")
                .register(metrics);
    }

    /** Counts the deposits and files. The metrics are read by a thread that must not wait for the database. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void count() {
        if (!door.isOpen()) {
            return;
        }
        try {
            Map<String, Long> byState = new HashMap<>();
            double late = 0;
            for (Row row : database.run(COUNTS, Tuple.tuple())) {
                byState.put(row.getString("what") + row.getString("state"), row.getLong("n"));
                Double due = row.getDouble("late");
                late = Math.max(late, due == null ? 0 : due);
            }
            current = new Counts(byState, late);
        } catch (Problem unreachable) {
            current = null;
            Log.debugf("Deposits cannot be counted now: %s", unreachable.detail());
        }
    }

    private DoubleSupplier number(String what, String state) {
        return value(now -> now.byState().getOrDefault(what + state, 0L));
    }

    private DoubleSupplier value(ToDoubleFunction<Counts> read) {
        return () -> {
            Counts now = current;
            return now == null ? Double.NaN : read.applyAsDouble(now);
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
