package io.campusfigshare.figshare;

import io.campusfigshare.figshare.guard.Breaker;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.figshare.guard.GuardedHost;
import io.campusfigshare.figshare.guard.LocalPace;
import io.campusfigshare.figshare.guard.Pace;
import io.campusfigshare.figshare.guard.SharedPace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.InjectableInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The only access to Figshare's REST API. {@link GuardedHost} adds pace, circuit breaker, retries and timeouts. */
@Singleton
public class FigshareApi {

    private final Pace pace;
    private final GuardedHost host;

    FigshareApi(FigshareConfig config, InjectableInstance<Pool> database, Vertx vertx, MeterRegistry metrics) {
        if (config.deadline().compareTo(config.timeout()) < 0) {
            throw new IllegalArgumentException("figshare.deadline must not be shorter than figshare.timeout");
        }
        double perSecond = config.pace().requestsPerSecond();
        this.pace = new Pace(
                database.getHandle().getBean().isActive()
                        ? new SharedPace(database.get(), perSecond)
                        : new LocalPace(perSecond, System::nanoTime),
                perSecond,
                config.pace().maxWait(),
                System::nanoTime,
                (nanos, wake) -> vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(nanos), timer -> wake.run()));
        this.host = new GuardedHost("api", config, vertx, pace, pace::pause, metrics);
        for (CallPriority priority : CallPriority.values()) {
            Gauge.builder("figshare.pace.waiting", () -> pace.waiting(priority))
                    .description("Calls to Figshare that wait for a slot")
                    .tag("host", "api")
                    .tag("lane", Breaker.text(priority))
                    .register(metrics);
        }
    }

    /**
     * Makes a call that is safe to repeat, and retries it.
     *
     * @return fails with {@link FigshareFailure}, at the deadline at the latest
     */
    public <T> Uni<T> read(CallPriority priority, Supplier<Uni<T>> call) {
        return host.read(priority, call);
    }

    /**
     * Reads one record for the sync, in a single attempt. A failure does not count in a circuit breaker, because it may
     * concern only this record.
     *
     * @return fails with {@link FigshareFailure}
     */
    public <T> Uni<T> readRecord(Supplier<Uni<T>> call) {
        return host.readRecord(call);
    }

    /**
     * Makes a call that must not be repeated, in a single attempt.
     *
     * @return fails with {@link FigshareFailure}, which says whether the call may have taken effect
     */
    public <T> Uni<T> write(Supplier<Uni<T>> call) {
        return write(() -> Uni.createFrom().voidItem(), call);
    }

    /**
     * Makes a call that must not be repeated and must be recorded before it is sent.
     *
     * @param beforeSending runs when the call gets its slot; if it fails, the call is not sent and fails likewise
     */
    public <T> Uni<T> write(Supplier<Uni<Void>> beforeSending, Supplier<Uni<T>> call) {
        return host.write(beforeSending, call);
    }

    /** Returns whether a circuit breaker of the API is open. */
    boolean isBreakerOpen() {
        return host.isBreakerOpen();
    }

    /** Returns the pace, which all of Figshare's hosts share. */
    Pace pace() {
        return pace;
    }
}
