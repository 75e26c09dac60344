package io.campusfigshare.figshare.guard;

import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Protects the calls to one of Figshare's hosts. From the outside in: deadline of the call, retries, circuit breaker,
 * pace, bulkhead, timeout of the attempt. The pace is inside the breaker, so that an open breaker fails at once. It is
 * outside the timeout, so that waiting for a slot never counts against Figshare. All hosts share one pace, because
 * Figshare counts the institution's requests (FACTS 4.3). Each host has its own breakers, bulkhead and retry budget.
 */
public final class GuardedHost {

    private static final int MAX_ATTEMPTS = 3;
    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER_NO_SLOT = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    private final FigshareConfig config;
    private final Vertx vertx;
    private final Pace pace;
    private final Consumer<Duration> pause;
    private final RetryBudget budget = new RetryBudget();
    private final Breaker callerBreaker;
    private final Breaker syncBreaker;
    private final Guard bulkhead;
    private final Timer waitTimer;

    /**
     * @param host  the value of the metrics' tag {@code host}
     * @param pause receives the wait that Figshare requests with Retry-After
     */
    public GuardedHost(
            String host,
            FigshareConfig config,
            Vertx vertx,
            Pace pace,
            Consumer<Duration> pause,
            MeterRegistry metrics) {
        this.config = config;
        this.vertx = vertx;
        this.pace = pace;
        this.pause = pause;
        this.callerBreaker = new Breaker(host, Breaker.Origin.CALLERS, config.breaker(), metrics);
        this.syncBreaker = new Breaker(host, Breaker.Origin.SYNC, config.breaker(), metrics);
        this.bulkhead = Guard.create()
                .withDescription("figshare-" + host + "-concurrency")
                .withThreadOffload(false)
                .withBulkhead()
                .limit(config.maxConcurrent())
                .queueSize(1)
                .done()
                .build();
        this.waitTimer = Timer.builder("figshare.pace.wait")
                .description("How long calls waited for their turn")
                .tag("host", host)
                .register(metrics);
    }

    /**
     * Makes a call that is safe to repeat, and retries it.
     *
     * @return fails with {@link FigshareFailure}, at the deadline at the latest
     */
    public <T> Uni<T> read(CallPriority priority, Supplier<Uni<T>> call) {
        return Uni.createFrom()
                .deferred(() -> {
                    budget.earn();
                    long deadline = System.nanoTime() + config.deadline().toNanos();
                    return attempt(1, deadline, priority, call, vertx.getOrCreateContext());
                })
                .ifNoItem()
                .after(config.deadline())
                .fail()
                .onFailure()
                .transform(callerBreaker::asFigshareFailure);
    }

    /**
     * Makes a call that must not be repeated, in a single attempt.
     *
     * @param beforeSending runs when the call gets its slot; if it fails, the call is not sent and fails likewise
     * @return fails with {@link FigshareFailure}, which says whether the call may have taken effect
     */
    public <T> Uni<T> write(Supplier<Uni<Void>> beforeSending, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            Context context = vertx.getOrCreateContext();
            Supplier<Uni<T>> sending = () -> beforeSending
                    .get()
                    .emitOn(command -> context.runOnContext(run -> command.run()))
                    .chain(() -> withTimeout(call));
            return singleAttempt(CallPriority.READ, sending, context);
        });
    }

    /**
     * Reads one record for the sync, in a single attempt that bypasses the breaker. The wait for a slot has a limit of
     * its own and fails as BUSY, so that a long wait is not mistaken for a record that Figshare cannot return.
     *
     * @return fails with {@link FigshareFailure}
     */
    public <T> Uni<T> readRecord(Supplier<Uni<T>> call) {
        Uni<Void> slot = pace.awaitSlot(CallPriority.SYNC)
                .ifNoItem()
                .after(config.deadline())
                .failWith(() -> FigshareFailure.busy(RETRY_AFTER_NO_SLOT));
        return Uni.createFrom()
                .deferred(() -> ifAdmitted(
                        CallPriority.SYNC, withPace(slot, () -> withTimeout(call), vertx.getOrCreateContext())));
    }

    /** Returns whether the breaker of clients' calls or that of the sync is open. */
    public boolean isBreakerOpen() {
        return callerBreaker.isOpen() || syncBreaker.isOpen();
    }

    private <T> Uni<T> attempt(
            int number, long deadline, CallPriority priority, Supplier<Uni<T>> call, Context context) {
        return singleAttempt(priority, () -> withTimeout(call), context)
                .onFailure(FigshareFailure::isRetryable)
                .recoverWithUni(failure -> {
                    Duration wait = backoff(number, (FigshareFailure) failure);
                    boolean beyondDeadline = System.nanoTime() + wait.toNanos() >= deadline;
                    if (number == MAX_ATTEMPTS || beyondDeadline || !budget.spend()) {
                        return Uni.createFrom().failure(failure);
                    }
                    callerBreaker.countRetry();
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(wait)
                            .chain(() -> attempt(number + 1, deadline, priority, call, context))
                            // An earlier attempt was sent and may have taken effect, so do not report "not sent".
                            .onFailure(GuardedHost::wasNotSent)
                            .transform(again -> failure);
                });
    }

    private <T> Uni<T> singleAttempt(CallPriority priority, Supplier<Uni<T>> call, Context context) {
        Supplier<Uni<T>> pacedCall = withPace(pace.awaitSlot(priority), call, context);
        Breaker breaker = priority == CallPriority.SYNC ? syncBreaker : callerBreaker;
        return ifAdmitted(priority, () -> breaker.guard(pacedCall));
    }

    private <T> Supplier<Uni<T>> withPace(Uni<Void> slot, Supplier<Uni<T>> call, Context context) {
        return () -> {
            long start = System.nanoTime();
            return slot.onItem()
                    .invoke(() -> waitTimer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS))
                    // The slot arrives on a timer's context. Request id and trace belong to the caller's context.
                    .emitOn(command -> context.runOnContext(run -> command.run()))
                    .chain(() -> Breaker.guarded(bulkhead, call));
        };
    }

    private <T> Uni<T> ifAdmitted(CallPriority priority, Supplier<Uni<T>> call) {
        return Uni.createFrom()
                .deferred(() -> {
                    // Outside the breaker, which would count a refusal by the pace as a successful probe.
                    Duration refusal = pace.refusal(priority);
                    return refusal == null ? call.get() : Uni.createFrom().<T>failure(FigshareFailure.busy(refusal));
                })
                .onFailure()
                .transform(callerBreaker::asFigshareFailure)
                .onFailure(FigshareFailure.class)
                .invoke(callerBreaker::countFailure);
    }

    private <T> Uni<T> withTimeout(Supplier<Uni<T>> call) {
        callerBreaker.countSent();
        return Uni.createFrom()
                .deferred(call::get)
                .onItem()
                .ifNull()
                .failWith(() -> FigshareFailure.garbled(null))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .transform(callerBreaker::asFigshareFailure)
                .onFailure(FigshareFailure.class)
                .invoke(this::applyRetryAfter);
    }

    private static boolean wasNotSent(Throwable failure) {
        return failure instanceof FigshareFailure figshareFailure && figshareFailure.wasNotSent();
    }

    /** Applies Figshare's Retry-After to all calls, not only to the one that received it. */
    private void applyRetryAfter(FigshareFailure failure) {
        Duration requested = failure.requestedWait();
        if (requested != null) {
            pause.accept(requested.compareTo(MAX_PAUSE) < 0 ? requested : MAX_PAUSE);
        }
    }

    /**
     * Returns a random wait between zero and a bound that doubles with each attempt, or the wait that Figshare
     * requested.
     */
    private static Duration backoff(int attempt, FigshareFailure failure) {
        Duration requested = failure.requestedWait();
        long bound = INITIAL_BACKOFF.toMillis() << (attempt - 1);
        Duration jitter = Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
        return requested == null ? jitter : requested.plus(jitter.dividedBy(10));
    }
}
