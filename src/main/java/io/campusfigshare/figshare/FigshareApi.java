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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one way to Figshare's REST API: {@link GuardedHost} tells how it is called. */
@Singleton
public class FigshareApi {

    private final Pace pace;
    private final GuardedHost upstream;

    FigshareApi(
            FigshareConfig config,
            @ConfigProperty(name = "figshare.sandbox.enabled", defaultValue = "false") boolean sandbox,
            InjectableInstance<Pool> database,
            Vertx vertx,
            MeterRegistry metrics) {
        if (config.deadline().compareTo(config.timeout()) < 0) {
            throw new IllegalArgumentException("figshare.deadline must not be shorter than figshare.timeout");
        }
        double perSecond = config.pace().requestsPerSecond().orElse(sandbox ? 100.0 : 1.0);
        this.pace = new Pace(
                database.getHandle().getBean().isActive()
                        ? new SharedPace(database.get(), perSecond)
                        : new LocalPace(perSecond, System::nanoTime),
                perSecond,
                config.pace().maxWait(),
                System::nanoTime,
                (nanos, wake) -> vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(nanos), timer -> wake.run()));
        this.upstream = new GuardedHost("api", config, vertx, pace, pace::pause, metrics);
        for (CallPriority lane : CallPriority.values()) {
            Gauge.builder("figshare.pace.waiting", () -> pace.waiting(lane))
                    .description("Calls that wait for their turn")
                    .tag("host", "api")
                    .tag("lane", Breaker.text(lane))
                    .register(metrics);
        }
    }

    /**
     * Calls Figshare for something that may safely be asked again.
     *
     * @return fails with {@link FigshareFailure} for whatever Figshare did, and within the deadline
     */
    public <T> Uni<T> read(CallPriority lane, Supplier<Uni<T>> call) {
        return upstream.read(lane, call);
    }

    /**
     * Asks for one record on behalf of the sync: once, and whatever comes of it moves no breaker, since it may be this record
     * alone that Figshare cannot give.
     *
     * @return fails with {@link FigshareFailure} for whatever Figshare did
     */
    public <T> Uni<T> readRecord(Supplier<Uni<T>> call) {
        return upstream.readRecord(call);
    }

    /**
     * Calls Figshare for something that must not be done twice: once.
     *
     * @return fails with {@link FigshareFailure}, which tells whether it may have happened all the same
     */
    public <T> Uni<T> write(Supplier<Uni<T>> call) {
        return write(() -> Uni.createFrom().voidItem(), call);
    }

    /**
     * The same for a call that has to be written down before it is sent.
     *
     * @param about runs when the call's turn has come; where it fails, nothing is sent, and its failure is the answer
     */
    public <T> Uni<T> write(Supplier<Uni<Void>> about, Supplier<Uni<T>> call) {
        return upstream.write(about, call);
    }

    /** Whether Figshare is left alone at the moment. */
    boolean resting() {
        return upstream.resting();
    }

    /** The pace, which is one for all of Figshare's hosts. */
    Pace pace() {
        return pace;
    }
}
