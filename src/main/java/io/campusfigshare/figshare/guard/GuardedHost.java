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
 * How one of Figshare's hosts is called. From the outside in: a deadline for the whole, retries, the breaker, the pace,
 * the bulkhead, a timeout for the attempt. The pace stands inside the breaker so that an open one refuses at once, and
 * outside the timeout so that waiting for a turn never counts against Figshare. The pace is one for all hosts: Figshare
 * counts what comes from the institution (FACTS 4.3); everything else is each host's own.
 */
public final class GuardedHost {

    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final Duration TURN_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final FigshareConfig config;
    private final Vertx vertx;
    private final Pace pace;
    private final Consumer<Duration> pause;
    private final RetryBudget budget = new RetryBudget();
    private final Breaker callers;
    private final Breaker sync;
    private final Guard bulkhead;
    private final Timer waited;

    /**
     * @param host  as its metrics name it
     * @param pause told how long Figshare asks to be left alone (Retry-After)
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
        this.callers = new Breaker(host, Breaker.Origin.CALLERS, config.breaker(), metrics);
        this.sync = new Breaker(host, Breaker.Origin.SYNC, config.breaker(), metrics);
        this.bulkhead = Guard.create()
                .withDescription("figshare-" + host + "-concurrency")
                .withThreadOffload(false)
                .withBulkhead()
                .limit(config.maxConcurrent())
                .queueSize(1)
                .done()
                .build();
        this.waited = metrics.timer("figshare.pace.wait", "host", host);
    }

    /**
     * Calls Figshare for something that may safely be asked again.
     *
     * @return fails with {@link FigshareFailure} for whatever Figshare did, and within the deadline
     */
    public <T> Uni<T> read(CallPriority lane, Supplier<Uni<T>> call) {
        return Uni.createFrom()
                .deferred(() -> {
                    budget.earn();
                    long deadline = System.nanoTime() + config.deadline().toNanos();
                    return attempt(1, deadline, lane, call, vertx.getOrCreateContext());
                })
                .ifNoItem()
                .after(config.deadline())
                .fail()
                .onFailure()
                .transform(callers::ours);
    }

    /**
     * Calls Figshare for something that must not be done twice: once.
     *
     * @param about runs when the call's turn has come; where it fails, nothing is sent, and its failure is the answer
     * @return fails with {@link FigshareFailure}, which tells whether it may have happened all the same
     */
    public <T> Uni<T> write(Supplier<Uni<Void>> about, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            Context context = vertx.getOrCreateContext();
            Supplier<Uni<T>> sent = () -> about.get()
                    .emitOn(command -> context.runOnContext(run -> command.run()))
                    .chain(() -> timed(call));
            return once(CallPriority.READ, sent, context);
        });
    }

    /**
     * Asks for one record on behalf of the sync: once, and past its breaker. Waiting for a turn is bounded apart, so that it is
     * never taken for a record that hangs.
     *
     * @return fails with {@link FigshareFailure} for whatever Figshare did
     */
    public <T> Uni<T> readRecord(Supplier<Uni<T>> call) {
        Uni<Void> turn = pace.turn(CallPriority.SYNC)
                .ifNoItem()
                .after(config.deadline())
                .failWith(() -> FigshareFailure.busy(TURN_RETRY));
        return Uni.createFrom()
                .deferred(
                        () -> admitted(CallPriority.SYNC, paced(turn, () -> timed(call), vertx.getOrCreateContext())));
    }

    /** Whether Figshare is left alone at the moment, by callers or by the sync. */
    public boolean resting() {
        return callers.resting() || sync.resting();
    }

    private <T> Uni<T> attempt(int number, long deadline, CallPriority lane, Supplier<Uni<T>> call, Context context) {
        return once(lane, () -> timed(call), context)
                .onFailure(FigshareFailure::isRetryable)
                .recoverWithUni(failure -> {
                    Duration wait = backoff(number, (FigshareFailure) failure);
                    boolean late = System.nanoTime() + wait.toNanos() >= deadline;
                    if (number == ATTEMPTS || late || !budget.spend()) {
                        return Uni.createFrom().failure(failure);
                    }
                    callers.retried();
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(wait)
                            .chain(() -> attempt(number + 1, deadline, lane, call, context))
                            // What was sent before may have been done: it is not to be taken for what was not sent.
                            .onFailure(GuardedHost::wasNotSent)
                            .transform(again -> failure);
                });
    }

    private <T> Uni<T> once(CallPriority lane, Supplier<Uni<T>> call, Context context) {
        Supplier<Uni<T>> paced = paced(pace.turn(lane), call, context);
        Breaker breaker = lane == CallPriority.SYNC ? sync : callers;
        return admitted(lane, () -> breaker.guard(paced));
    }

    private <T> Supplier<Uni<T>> paced(Uni<Void> turn, Supplier<Uni<T>> call, Context context) {
        return () -> {
            long asked = System.nanoTime();
            return turn.onItem()
                    .invoke(() -> waited.record(System.nanoTime() - asked, TimeUnit.NANOSECONDS))
                    // The turn comes on a timer's context: request id and trace belong to the caller's.
                    .emitOn(command -> context.runOnContext(run -> command.run()))
                    .chain(() -> Breaker.guarded(bulkhead, call));
        };
    }

    private <T> Uni<T> admitted(CallPriority lane, Supplier<Uni<T>> call) {
        return Uni.createFrom()
                .deferred(() -> {
                    // Asked outside the breaker, which would take a refusal of ours for a probe that went well.
                    Duration full = pace.refusal(lane);
                    return full == null ? call.get() : Uni.createFrom().<T>failure(FigshareFailure.busy(full));
                })
                .onFailure()
                .transform(callers::ours)
                .onFailure(FigshareFailure.class)
                .invoke(callers::count);
    }

    private <T> Uni<T> timed(Supplier<Uni<T>> call) {
        callers.sent();
        return Uni.createFrom()
                .deferred(call::get)
                .onItem()
                .ifNull()
                .failWith(() -> FigshareFailure.garbled(null))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .transform(callers::ours)
                .onFailure(FigshareFailure.class)
                .invoke(this::obey);
    }

    private static boolean wasNotSent(Throwable failure) {
        return failure instanceof FigshareFailure ours && ours.wasNotSent();
    }

    /** Figshare's own Retry-After holds for every caller, not only for the one who was told. */
    private void obey(FigshareFailure failure) {
        Duration asked = failure.requestedWait();
        if (asked != null) {
            pause.accept(asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE);
        }
    }

    /** Full jitter between nothing and a doubling bound, or what Figshare asked for. */
    private static Duration backoff(int attempt, FigshareFailure failure) {
        Duration asked = failure.requestedWait();
        long bound = FIRST_BACKOFF.toMillis() << (attempt - 1);
        Duration jitter = Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
        return asked == null ? jitter : asked.plus(jitter.dividedBy(10));
    }
}
