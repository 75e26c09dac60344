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
 * The circuit breaker of one of Figshare's hosts. It also counts the calls and their failures. Clients' calls and the
 * sync have separate breakers, so that failures of the one do not block the other.
 */
public final class Breaker {

    private static final TypeLiteral<Uni<Object>> UNI = new TypeLiteral<>() {};

    private final String host;
    private final Origin origin;
    private final FigshareConfig.Breaker config;
    private final MeterRegistry metrics;
    private final Guard guard;
    private final Counter sent;
    private final Counter retried;
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;

    /** On whose behalf a host is called: for clients of this service, or for the sync. */
    public enum Origin {
        CALLERS,
        SYNC
    }

    /** @param host the value of the metrics' tag {@code host} */
    public Breaker(String host, Origin origin, FigshareConfig.Breaker config, MeterRegistry metrics) {
        this.host = host;
        this.origin = origin;
        this.config = config;
        this.metrics = metrics;
        this.guard = Guard.create()
                .withDescription("figshare-" + host + "-" + text(origin))
                .withThreadOffload(false)
                .withCircuitBreaker()
                .requestVolumeThreshold(config.window())
                .failureRatio(config.failureRatio())
                .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(FigshareFailure::countsAgainstHost)
                .onStateChange(this::onStateChange)
                .done()
                .build();
        this.sent = counter("figshare.calls", "Calls that were sent, retries included")
                .register(metrics);
        this.retried = counter("figshare.retries", "Calls that were sent again").register(metrics);
        // Register all counters at the start, so that the first failure of a kind is visible as an increase.
        for (FigshareFailure.Kind kind : FigshareFailure.Kind.values()) {
            failed(kind);
        }
        Gauge.builder("figshare.breaker.open", () -> state == CircuitBreakerState.CLOSED ? 0 : 1)
                .description("1 while the circuit breaker is open or half-open")
                .tag("host", host)
                .tag("who", text(origin))
                .register(metrics);
    }

    <T> Uni<T> guard(Supplier<Uni<T>> call) {
        return guarded(guard, call);
    }

    /** Runs a blocking call; fails with {@link FigshareFailure}. */
    public <T> T run(Supplier<T> call, Class<T> type) {
        try {
            return guard.get(call, type);
        } catch (CircuitBreakerOpenException open) {
            FigshareFailure resting = FigshareFailure.resting(config.delay(), open);
            countFailure(resting);
            throw resting;
        } catch (FigshareFailure failure) {
            countFailure(failure);
            throw failure;
        }
    }

    /** Counts a call that is sent. */
    public void countSent() {
        sent.increment();
    }

    /** Counts a retry. */
    void countRetry() {
        retried.increment();
    }

    void countFailure(FigshareFailure failure) {
        failed(failure.kind()).increment();
    }

    private Counter failed(FigshareFailure.Kind kind) {
        return counter("figshare.failures", "Failed calls, and calls that an open circuit breaker refused")
                .tag("kind", kind.text())
                .register(metrics);
    }

    private Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description).tag("host", host);
    }

    /** Returns any failure of a call as a {@link FigshareFailure}, if it can be mapped to one. */
    Throwable asFigshareFailure(Throwable failure) {
        return FigshareFailure.of(failure, config.delay());
    }

    /** Returns whether the breaker is open. */
    boolean isOpen() {
        return state == CircuitBreakerState.OPEN;
    }

    @SuppressWarnings("unchecked") // The guard looks at the outer type only, which is always Uni.
    static <T> Uni<T> guarded(Guard guard, Supplier<Uni<T>> call) {
        return (Uni<T>) guard.get((Supplier<Uni<Object>>) (Supplier<?>) call, UNI);
    }

    /** Returns the name of a constant as the value of a metrics' tag. */
    public static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void onStateChange(CircuitBreakerState newState) {
        state = newState;
        if (newState == CircuitBreakerState.OPEN) {
            Log.warnf(
                    "Figshare keeps failing (%s, for %s): the circuit breaker opens, and cached data is served",
                    host, text(origin));
        } else if (newState == CircuitBreakerState.CLOSED) {
            Log.infof("Figshare answers again (%s, for %s): the circuit breaker closes", host, text(origin));
        }
    }
}
