package io.campusfigshare.subscription;

import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.subscription.DeliveryStore.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Metrics of webhooks: the attempts of this replica, and what the database has, which is that of all replicas. */
@Singleton
class WebhookMetrics {

    private static final String COUNTS = """
            select (select count(*) from subscription where suspended is null) as active,
                (select count(*) from subscription where suspended is not null) as suspended,
                (select count(*) from delivery where state = 'pending') as pending,
                (select coalesce(extract(epoch from clock_timestamp() - min(at)), 0) from event where not distributed) as waiting
            """;

    private final Database database;
    private final SecuredDoor door;
    private final SecretKeys keys;
    private final MeterRegistry metrics;
    private volatile @Nullable Counts current;

    WebhookMetrics(Database database, SecuredDoor door, SecretKeys keys, MeterRegistry metrics) {
        this.database = database;
        this.door = door;
        this.keys = keys;
        this.metrics = metrics;
    }

    /** @param waiting for how many seconds the oldest event has waited for its distribution */
    private record Counts(double active, double suspended, double pending, double waiting) {}

    void register(@Observes StartupEvent start) {
        if (!isActive()) {
            return;
        }
        gauge("webhook.subscriptions", "Subscriptions to webhooks", "active", Counts::active);
        gauge("webhook.subscriptions", "Subscriptions to webhooks", "suspended", Counts::suspended);
        gauge("webhook.deliveries", "Deliveries of webhooks", "pending", Counts::pending);
        Gauge.builder("webhook.events.waiting.seconds", () -> read(Counts::waiting))
                .description("How long the oldest event has waited for its distribution to the subscriptions")
                .register(metrics);
    }

    void count(Outcome outcome, long nanos) {
        Timer.builder("webhook.attempts")
                .description("Attempts to deliver a webhook")
                .tag("outcome", outcome.delivered() ? "delivered" : outcome.status() == null ? "no-answer" : "refused")
                .register(metrics)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void count() {
        if (!isActive()) {
            return;
        }
        try {
            Row row = database.run(COUNTS, Tuple.tuple()).iterator().next();
            current = new Counts(
                    row.getLong("active"), row.getLong("suspended"), row.getLong("pending"), row.getDouble("waiting"));
        } catch (Problem unreachable) {
            current = null;
            Log.debugf("Webhooks cannot be counted now: %s", unreachable.detail());
        }
    }

    private boolean isActive() {
        return door.isOpen() && keys.isConfigured();
    }

    private void gauge(String name, String description, String state, ToDoubleFunction<Counts> value) {
        Gauge.builder(name, () -> read(value))
                .description(description)
                .tag("state", state)
                .register(metrics);
    }

    private double read(ToDoubleFunction<Counts> value) {
        Counts now = current;
        return now == null ? Double.NaN : value.applyAsDouble(now);
    }
}
