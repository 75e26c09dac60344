package io.campusfigshare.figshare;

import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.figshare.guard.GuardedHost;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The only access to Figshare's statistics API, Stats (FACTS section 5). It shares the pace with all other calls to
 * Figshare. Its circuit breakers and pauses are its own and affect nothing else.
 */
@Singleton
public class FigshareStats {

    private final GuardedHost host;
    private final AtomicLong pausedUntil = new AtomicLong(System.nanoTime());

    FigshareStats(FigshareConfig config, FigshareApi api, Vertx vertx, MeterRegistry metrics) {
        this.host = new GuardedHost("stats", config, vertx, api.pace(), this::pause, metrics);
    }

    /**
     * Calls Stats.
     *
     * @return fails with {@link FigshareFailure}, at the deadline at the latest
     */
    public <T> Uni<T> read(CallPriority priority, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            long left = pausedUntil.get() - System.nanoTime();
            return left > 0
                    ? Uni.createFrom().failure(FigshareFailure.busy(Duration.ofNanos(left)))
                    // Each call of the sync reads one record.
                    : priority == CallPriority.SYNC ? host.readRecord(call) : host.read(priority, call);
        });
    }

    private void pause(Duration requested) {
        long until = System.nanoTime() + requested.toNanos();
        pausedUntil.accumulateAndGet(until, (current, later) -> later - current > 0 ? later : current);
    }
}
