package io.campusfigshare.figshare.guard;

import io.campusfigshare.figshare.FigshareFailure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spaces the calls to Figshare. Each priority has a bounded queue, first come, first served. Reads and refreshes
 * alternate, so that many reads of uncached items cannot starve the refresh of cached ones; the sync gets the slots
 * that they leave. The pace claims one slot at a time and decides who gets it when its time comes. A call that would
 * wait too long fails at once and is told when there will be room.
 */
public final class Pace {

    /** Wakes the queue after some nanoseconds. */
    public interface Timer {
        void after(long nanos, Runnable wake);
    }

    /** The source of slots: of this process alone, or shared with the other replicas. */
    interface SlotSource {

        /** Claims the next slot, or with {@code onlyIfFree} only one that is free now. */
        Uni<Slot> claim(boolean onlyIfFree);

        /** Gives out no slot for that long. */
        void pause(Duration wait);
    }

    /**
     * The answer to a claim.
     *
     * @param claimed whether a slot was claimed
     * @param nanos   the time until the slot, or until the next claim is worthwhile
     */
    record Slot(boolean claimed, long nanos) {}

    /** The maximum spacing of our slots, in intervals: as many replicas are assumed to share the pace at most. */
    private static final int MAX_SHARERS = 20;

    private final SlotSource slots;
    private final long interval;
    private final long maxWait;
    private final LongSupplier clock;
    private final Timer timer;
    private final CallQueues queues = new CallQueues();
    private final int maxQueueLength;
    private long slotAt;
    private long pausedUntil;
    private boolean claiming;
    private boolean claimed;
    private boolean reclaimScheduled;
    private boolean backlogged;
    /** The time between two of our slots: the interval, or more if other replicas use some of the slots. */
    private long spacing;

    /**
     * @param perSecond calls per second, above 0
     * @param maxWait   the longest wait of a call; also bounds the length of each queue
     * @param clock     monotonic, in nanoseconds
     */
    public Pace(SlotSource slots, double perSecond, Duration maxWait, LongSupplier clock, Timer timer) {
        this.slots = slots;
        this.interval = interval(perSecond);
        this.spacing = interval;
        this.maxWait = maxWait.toNanos();
        this.clock = clock;
        this.timer = timer;
        this.maxQueueLength = (int) Math.max(1, Math.min(10_000, this.maxWait / interval));
        this.pausedUntil = clock.getAsLong();
        this.slotAt = pausedUntil - interval;
    }

    /** Returns the nanoseconds between two calls. */
    static long interval(double perSecond) {
        return (long) (1_000_000_000 / perSecond);
    }

    /**
     * Completes when the call gets its slot; fails at once with {@link FigshareFailure.Kind#BUSY} if that would take
     * too long.
     */
    Uni<Void> awaitSlot(CallPriority priority) {
        return Uni.createFrom().emitter(emitter -> {
            Duration retryAfter = enqueue(priority, emitter);
            if (retryAfter == null) {
                claim();
            } else {
                emitter.fail(FigshareFailure.busy(retryAfter));
            }
        });
    }

    /** Stops all calls for a time that Figshare has requested. Calls that would then wait too long fail at once. */
    public void pause(Duration wait) {
        slots.pause(wait);
        FigshareFailure busy = FigshareFailure.busy(wait);
        pauseLocally(wait).forEach(emitter -> emitter.fail(busy));
    }

    private synchronized List<UniEmitter<? super Void>> pauseLocally(Duration wait) {
        pausedUntil = Math.max(pausedUntil, clock.getAsLong() + wait.toNanos());
        return wait.toNanos() <= maxWait ? List.of() : queues.removeAll();
    }

    /** Returns the number of calls that wait. */
    public synchronized int waiting(CallPriority priority) {
        return queues.length(priority);
    }

    /** Returns null if a call of this priority would be admitted now, else the time until one would be. */
    synchronized @Nullable Duration refusal(CallPriority priority) {
        long wait = expectedWait(priority, clock.getAsLong());
        return queues.length(priority) >= maxQueueLength || wait > maxWait
                ? Duration.ofNanos(Math.max(interval, wait - maxWait))
                : null;
    }

    private synchronized @Nullable Duration enqueue(CallPriority priority, UniEmitter<? super Void> emitter) {
        Duration retryAfter = refusal(priority);
        if (retryAfter == null) {
            queues.add(priority, emitter);
            emitter.onTermination(() -> dequeue(priority, emitter));
        }
        return retryAfter;
    }

    private long expectedWait(CallPriority priority, long now) {
        long first = Math.max(claimed ? slotAt : slotAt + spacing, pausedUntil);
        return Math.max(0, first - now) + queues.callsBefore(priority) * spacing;
    }

    private synchronized void dequeue(CallPriority priority, UniEmitter<? super Void> emitter) {
        queues.remove(priority, emitter);
    }

    private void claim() {
        boolean onlyIfFree;
        synchronized (this) {
            onlyIfFree = queues.holdsOnlySync();
            if (claiming || claimed || queues.isEmpty() || (onlyIfFree && reclaimScheduled)) {
                return;
            }
            claiming = true;
        }
        slots.claim(onlyIfFree).subscribe().with(this::onClaimAnswered, this::onClaimFailed);
    }

    private void onClaimAnswered(Slot slot) {
        synchronized (this) {
            claiming = false;
            if (slot.claimed()) {
                accept(slot);
            } else {
                reclaimScheduled = true;
                timer.after(slot.nanos(), this::reclaim);
            }
        }
        if (slot.claimed()) {
            serve();
        } else {
            // A read or refresh may have arrived meanwhile.
            claim();
        }
    }

    private void accept(Slot slot) {
        long at = clock.getAsLong() + slot.nanos();
        if (at > pausedUntil) {
            spacing = backlogged ? Math.clamp(at - slotAt, interval, MAX_SHARERS * interval) : interval;
        }
        slotAt = at;
        claimed = true;
    }

    private void reclaim() {
        synchronized (this) {
            reclaimScheduled = false;
        }
        claim();
    }

    /** Fails all waiting calls, because the source of slots is unreachable. */
    private void onClaimFailed(Throwable failure) {
        FigshareFailure unpaced = FigshareFailure.unpaced(failure);
        List<UniEmitter<? super Void>> all;
        synchronized (this) {
            claiming = false;
            all = queues.removeAll();
        }
        all.forEach(emitter -> emitter.fail(unpaced));
    }

    /** Gives the claimed slot to the next call when its time has come. */
    private void serve() {
        UniEmitter<? super Void> next;
        synchronized (this) {
            long wait = Math.max(slotAt, pausedUntil) - clock.getAsLong();
            if (wait > 0) {
                timer.after(wait, this::serve);
                return;
            }
            slotAt = Math.max(slotAt, pausedUntil);
            claimed = false;
            next = queues.poll();
            backlogged = !queues.isEmpty();
        }
        if (next != null) {
            next.complete(null);
        }
        claim();
    }
}
