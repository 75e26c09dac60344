package io.campusfigshare.figshare;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spaces the calls to Figshare. Each lane has a bounded queue, first come, first served; reads and refreshes take
 * turns, so that a flood of questions nobody has asked before cannot starve the renewal of what is known, and the sync
 * has what they leave. A call that would wait too long is refused at once, with the time at which there will be room.
 */
final class Pace {

    /** Wakes the queue after so many nanoseconds. */
    interface Timer {
        void after(long nanos, Runnable wake);
    }

    /** How much a late timer may be caught up with: at high rates a millisecond holds more than one slot. */
    private static final long SLACK = Duration.ofMillis(2).toNanos();

    private final long interval;
    private final long maxWait;
    private final LongSupplier clock;
    private final Timer timer;
    private final Map<Lane, ArrayDeque<UniEmitter<? super Void>>> waiting = new EnumMap<>(Lane.class);
    private final int limit;
    private long nextSlot;
    private boolean timing;
    private Lane lastServed = Lane.REFRESH;

    /**
     * @param perSecond calls a second, above 0
     * @param maxWait   the longest wait; also bounds each lane's queue
     * @param clock     monotonic, in nanoseconds
     */
    Pace(double perSecond, Duration maxWait, LongSupplier clock, Timer timer) {
        this.interval = (long) (1_000_000_000 / perSecond);
        this.maxWait = maxWait.toNanos();
        this.clock = clock;
        this.timer = timer;
        this.limit = (int) Math.max(1, Math.min(10_000, this.maxWait / interval));
        this.nextSlot = clock.getAsLong();
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /** Completes when it is this call's turn; fails at once with {@link FigshareFailure.Kind#BUSY} when that is too far off. */
    Uni<Void> turn(Lane lane) {
        return Uni.createFrom().emitter(emitter -> {
            Duration refused = enter(lane, emitter);
            if (refused != null && refused.isZero()) {
                emitter.complete(null);
            } else if (refused != null) {
                emitter.fail(FigshareFailure.busy(refused));
            }
        });
    }

    /** Nobody calls for so long: Figshare has asked for it. Who would wait in vain is told at once. */
    void pause(Duration wait) {
        FigshareFailure refused = FigshareFailure.busy(wait);
        stop(wait).forEach(emitter -> emitter.fail(refused));
    }

    private synchronized List<UniEmitter<? super Void>> stop(Duration wait) {
        nextSlot = Math.max(nextSlot, clock.getAsLong() + wait.toNanos());
        if (wait.toNanos() <= maxWait) {
            return List.of();
        }
        List<UniEmitter<? super Void>> vain =
                waiting.values().stream().flatMap(ArrayDeque::stream).toList();
        waiting.values().forEach(ArrayDeque::clear);
        return vain;
    }

    synchronized int waiting(Lane lane) {
        return queue(lane).size();
    }

    /** Null while a call of this lane would be let in; else the wait until one would. */
    synchronized @Nullable Duration refusal(Lane lane) {
        long now = clock.getAsLong();
        long wait = wait(lane, now);
        return queue(lane).size() >= limit || wait > maxWait
                ? Duration.ofNanos(Math.max(interval, wait - maxWait))
                : null;
    }

    /** Zero: go now. Null: waits. Otherwise refused, with the wait until there is room. */
    private synchronized @Nullable Duration enter(Lane lane, UniEmitter<? super Void> emitter) {
        long now = clock.getAsLong();
        if (wait(lane, now) == 0) {
            take(now);
            return Duration.ZERO;
        }
        Duration refused = refusal(lane);
        if (refused == null) {
            queue(lane).add(emitter);
            emitter.onTermination(() -> leave(lane, emitter));
            sleep(now);
        }
        return refused;
    }

    /** Until a call that enters now has its turn: those before it in its lane, and as many of the others as take turns. */
    private long wait(Lane lane, long now) {
        long mine = queue(lane).size();
        long reads = queue(Lane.READ).size();
        long refreshes = queue(Lane.REFRESH).size();
        long before = switch (lane) {
            case READ -> mine + Math.min(refreshes, mine + 1);
            case REFRESH -> mine + Math.min(reads, mine + 1);
            case SYNC -> mine + reads + refreshes;
        };
        return Math.max(0, nextSlot - now) + before * interval;
    }

    private synchronized void leave(Lane lane, UniEmitter<? super Void> emitter) {
        queue(lane).remove(emitter);
    }

    private void wake() {
        for (var next = nextInLine(); next != null; next = nextInLine()) {
            next.complete(null);
        }
    }

    private synchronized @Nullable UniEmitter<? super Void> nextInLine() {
        long now = clock.getAsLong();
        timing = false;
        if (waiting.values().stream().allMatch(ArrayDeque::isEmpty)) {
            return null;
        }
        if (now < nextSlot) {
            sleep(now);
            return null;
        }
        take(now);
        Lane turn = lastServed == Lane.READ ? Lane.REFRESH : Lane.READ;
        for (Lane lane : List.of(turn, lastServed, Lane.SYNC)) {
            var next = queue(lane).poll();
            if (next != null) {
                lastServed = lane == Lane.SYNC ? lastServed : lane;
                return next;
            }
        }
        return null;
    }

    private void take(long now) {
        nextSlot = Math.max(nextSlot, now - SLACK) + interval;
    }

    private void sleep(long now) {
        if (!timing) {
            timing = true;
            timer.after(Math.max(0, nextSlot - now), this::wake);
        }
    }

    private ArrayDeque<UniEmitter<? super Void>> queue(Lane lane) {
        return Objects.requireNonNull(waiting.get(lane));
    }
}
