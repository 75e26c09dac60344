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
 * The one way to Figshare's Stats (FACTS section 5). It waits for its turn with all other calls to Figshare, and fails
 * alone: its breaker and its pauses stop nothing else.
 */
@Singleton
public class FigshareStats {

    private final GuardedHost upstream;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    FigshareStats(FigshareConfig config, FigshareApi api, Vertx vertx, MeterRegistry metrics) {
        this.upstream = new GuardedHost("stats", config, vertx, api.pace(), this::quiet, metrics);
    }

    /**
     * Asks Stats.
     *
     * @return fails with {@link FigshareFailure} for whatever Stats did, and within the deadline
     */
    public <T> Uni<T> read(CallPriority lane, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            long left = quietUntil.get() - System.nanoTime();
            return left > 0
                    ? Uni.createFrom().failure(FigshareFailure.busy(Duration.ofNanos(left)))
                    // Each question of the sync is about one record.
                    : lane == CallPriority.SYNC ? upstream.readRecord(call) : upstream.read(lane, call);
        });
    }

    private void quiet(Duration asked) {
        long until = System.nanoTime() + asked.toNanos();
        quietUntil.accumulateAndGet(until, (known, wanted) -> wanted - known > 0 ? wanted : known);
    }
}
