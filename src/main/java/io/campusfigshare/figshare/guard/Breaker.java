package io.campusfigshare.figshare.guard;

import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Leaves one of Figshare's hosts alone for a while once it keeps failing, and counts what it is asked and how it fails. Callers
 * and the sync have one each, so that neither is kept out by what the other met.
 */
public final class Breaker {

    private static final TypeLiteral<Uni<Object>> UNI = new TypeLiteral<>() {};

    private final String host;
    private final Origin who;
    private final FigshareConfig.Breaker config;
    private final MeterRegistry metrics;
    private final Guard guard;
    private final Counter sent;
    private final Counter retried;
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;

    /** On whose behalf a host is called. */
    public enum Origin {
        CALLERS,
        SYNC
    }

    /** @param host as its metrics name it */
    public Breaker(String host, Origin who, FigshareConfig.Breaker config, MeterRegistry metrics) {
        this.host = host;
        this.who = who;
        this.config = config;
        this.metrics = metrics;
        this.guard = Guard.create()
                .withDescription("figshare-" + host + "-" + text(who))
                .withThreadOffload(false)
                .withCircuitBreaker()
                .requestVolumeThreshold(config.window())
                .failureRatio(config.failureRatio())
                .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(FigshareFailure::countsAgainstHost)
                .onStateChange(this::changed)
                .done()
                .build();
        this.sent = metrics.counter("figshare.calls", "host", host);
        this.retried = metrics.counter("figshare.retries", "host", host);
        // All of them from the start: the first failure of a kind is an increase like the others.
        for (FigshareFailure.Kind kind : FigshareFailure.Kind.values()) {
            failed(kind);
        }
        Gauge.builder("figshare.breaker.open", () -> state == CircuitBreakerState.CLOSED ? 0 : 1)
                .description("1 while Figshare is left alone or being probed")
                .tag("host", host)
                .tag("who", text(who))
                .register(metrics);
    }

    <T> Uni<T> guard(Supplier<Uni<T>> call) {
        return guarded(guard, call);
    }

    /** The same for code that may block; fails with {@link FigshareFailure} for whatever the host did. */
    public <T> T run(Supplier<T> call, Class<T> type) {
        try {
            return guard.get(call, type);
        } catch (CircuitBreakerOpenException open) {
            FigshareFailure resting = FigshareFailure.resting(config.delay(), open);
            count(resting);
            throw resting;
        } catch (FigshareFailure failure) {
            count(failure);
            throw failure;
        }
    }

    /** A call is on its way. */
    public void sent() {
        sent.increment();
    }

    /** A call is going to be made once more. */
    void retried() {
        retried.increment();
    }

    void count(FigshareFailure failure) {
        failed(failure.kind()).increment();
    }

    private Counter failed(FigshareFailure.Kind kind) {
        return metrics.counter("figshare.failures", "host", host, "kind", kind.text());
    }

    /** Any failure of a call as one of ours. */
    Throwable ours(Throwable failure) {
        return FigshareFailure.of(failure, config.delay());
    }

    /** Whether the host is left alone at the moment. */
    boolean resting() {
        return state == CircuitBreakerState.OPEN;
    }

    @SuppressWarnings("unchecked") // The guard looks at the outer type only, which is always Uni.
    static <T> Uni<T> guarded(Guard guard, Supplier<Uni<T>> call) {
        return (Uni<T>) guard.get((Supplier<Uni<Object>>) (Supplier<?>) call, UNI);
    }

    public static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void changed(CircuitBreakerState changed) {
        state = changed;
        if (changed == CircuitBreakerState.OPEN) {
            Log.warnf(
                    "Figshare keeps failing (%s, for %s): it is left alone, and what is known is served",
                    host, text(who));
        } else if (changed == CircuitBreakerState.CLOSED) {
            Log.infof("Figshare answers again (%s, for %s)", host, text(who));
        }
    }
}
