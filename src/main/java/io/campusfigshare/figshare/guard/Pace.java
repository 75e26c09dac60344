package io.campusfigshare.figshare.guard;

import io.campusfigshare.figshare.FigshareFailure;
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
 * has what they leave. One slot is claimed at a time, and who gets it is decided when it comes. A call that would wait
 * too long is refused at once, with the time at which there will be room.
 */
public final class Pace {

    /** Wakes the queue after so many nanoseconds. */
    public interface Timer {
        void after(long nanos, Runnable wake);
    }

    /** Where slots come from: this process's own, or shared with others. */
    interface Slots {

        /** Takes the next slot; a patient caller takes one only if it is free now. */
        Uni<Slot> claim(boolean patient);

        /** Nobody gets a slot for so long. */
        void pause(Duration wait);
    }

    /**
     * The answer to a claim.
     *
     * @param ours whether a slot was taken, so many nanoseconds off; else it is worth asking again after as many
     */
    record Slot(boolean ours, long nanos) {}

    /** Others may be as busy as we are; that many times our own share is the longest we reckon with. */
    private static final int MOST_SHARERS = 20;

    private final Slots slots;
    private final long interval;
    private final long maxWait;
    private final LongSupplier clock;
    private final Timer timer;
    private final Map<CallPriority, ArrayDeque<UniEmitter<? super Void>>> waiting = new EnumMap<>(CallPriority.class);
    private final int limit;
    private long slotAt;
    private long pausedUntil;
    private boolean claiming;
    private boolean claimed;
    private boolean resting;
    private boolean busy;
    /** Between two of our slots: the interval, or more of them while others take some. */
    private long pitch;

    private CallPriority lastServed = CallPriority.REFRESH;

    /**
     * @param perSecond calls a second, above 0
     * @param maxWait   the longest wait; also bounds each lane's queue
     * @param clock     monotonic, in nanoseconds
     */
    public Pace(Slots slots, double perSecond, Duration maxWait, LongSupplier clock, Timer timer) {
        this.slots = slots;
        this.interval = interval(perSecond);
        this.pitch = interval;
        this.maxWait = maxWait.toNanos();
        this.clock = clock;
        this.timer = timer;
        this.limit = (int) Math.max(1, Math.min(10_000, this.maxWait / interval));
        this.pausedUntil = clock.getAsLong();
        this.slotAt = pausedUntil - interval;
        for (CallPriority lane : CallPriority.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
    }

    /** Nanoseconds between two calls. */
    static long interval(double perSecond) {
        return (long) (1_000_000_000 / perSecond);
    }

    /** Completes when it is this call's turn; fails at once with {@link FigshareFailure.Kind#BUSY} when that is too far off. */
    Uni<Void> turn(CallPriority lane) {
        return Uni.createFrom().emitter(emitter -> {
            Duration refused = enter(lane, emitter);
            if (refused == null) {
                claim();
            } else {
                emitter.fail(FigshareFailure.busy(refused));
            }
        });
    }

    /** Nobody calls for so long: Figshare has asked for it. Origin would wait in vain is told at once. */
    public void pause(Duration wait) {
        slots.pause(wait);
        FigshareFailure refused = FigshareFailure.busy(wait);
        stop(wait).forEach(emitter -> emitter.fail(refused));
    }

    private synchronized List<UniEmitter<? super Void>> stop(Duration wait) {
        pausedUntil = Math.max(pausedUntil, clock.getAsLong() + wait.toNanos());
        return wait.toNanos() <= maxWait ? List.of() : sendAway();
    }

    private synchronized List<UniEmitter<? super Void>> sendAway() {
        List<UniEmitter<? super Void>> all =
                waiting.values().stream().flatMap(ArrayDeque::stream).toList();
        waiting.values().forEach(ArrayDeque::clear);
        return all;
    }

    public synchronized int waiting(CallPriority lane) {
        return queue(lane).size();
    }

    /** Null while a call of this lane would be let in; else the wait until one would. */
    synchronized @Nullable Duration refusal(CallPriority lane) {
        long wait = wait(lane, clock.getAsLong());
        return queue(lane).size() >= limit || wait > maxWait
                ? Duration.ofNanos(Math.max(interval, wait - maxWait))
                : null;
    }

    private synchronized @Nullable Duration enter(CallPriority lane, UniEmitter<? super Void> emitter) {
        Duration refused = refusal(lane);
        if (refused == null) {
            queue(lane).add(emitter);
            emitter.onTermination(() -> leave(lane, emitter));
        }
        return refused;
    }

    /** Until a call that enters now has its turn: those before it in its lane, and as many of the others as take turns. */
    private long wait(CallPriority lane, long now) {
        long mine = queue(lane).size();
        long reads = queue(CallPriority.READ).size();
        long refreshes = queue(CallPriority.REFRESH).size();
        long before = switch (lane) {
            case READ -> mine + Math.min(refreshes, mine + 1);
            case REFRESH -> mine + Math.min(reads, mine + 1);
            case SYNC -> mine + reads + refreshes;
        };
        long first = Math.max(claimed ? slotAt : slotAt + pitch, pausedUntil);
        return Math.max(0, first - now) + before * pitch;
    }

    private synchronized void leave(CallPriority lane, UniEmitter<? super Void> emitter) {
        queue(lane).remove(emitter);
    }

    private void claim() {
        boolean patient;
        synchronized (this) {
            patient = onlyTheSyncWaits();
            if (claiming || claimed || nobodyWaits() || (patient && resting)) {
                return;
            }
            claiming = true;
        }
        slots.claim(patient).subscribe().with(this::answered, this::failed);
    }

    private void answered(Slot slot) {
        synchronized (this) {
            claiming = false;
            if (slot.ours()) {
                take(slot);
            } else {
                resting = true;
                timer.after(slot.nanos(), this::askAgain);
            }
        }
        if (slot.ours()) {
            serve();
        } else {
            // Somebody less patient may have come meanwhile.
            claim();
        }
    }

    private void take(Slot slot) {
        long at = clock.getAsLong() + slot.nanos();
        if (at > pausedUntil) {
            pitch = busy ? Math.clamp(at - slotAt, interval, MOST_SHARERS * interval) : interval;
        }
        slotAt = at;
        claimed = true;
    }

    private void askAgain() {
        synchronized (this) {
            resting = false;
        }
        claim();
    }

    /** Where slots come from is out of reach: nobody can go, and nobody is left waiting for it. */
    private void failed(Throwable failure) {
        FigshareFailure refused = FigshareFailure.unpaced(failure);
        List<UniEmitter<? super Void>> all;
        synchronized (this) {
            claiming = false;
            all = sendAway();
        }
        all.forEach(emitter -> emitter.fail(refused));
    }

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
            next = nextInLine();
            busy = !nobodyWaits();
        }
        if (next != null) {
            next.complete(null);
        }
        claim();
    }

    private @Nullable UniEmitter<? super Void> nextInLine() {
        CallPriority turn = lastServed == CallPriority.READ ? CallPriority.REFRESH : CallPriority.READ;
        for (CallPriority lane : List.of(turn, lastServed, CallPriority.SYNC)) {
            var next = queue(lane).poll();
            if (next != null) {
                lastServed = lane == CallPriority.SYNC ? lastServed : lane;
                return next;
            }
        }
        return null;
    }

    private boolean nobodyWaits() {
        return waiting.values().stream().allMatch(ArrayDeque::isEmpty);
    }

    private boolean onlyTheSyncWaits() {
        return queue(CallPriority.READ).isEmpty() && queue(CallPriority.REFRESH).isEmpty();
    }

    private ArrayDeque<UniEmitter<? super Void>> queue(CallPriority lane) {
        return Objects.requireNonNull(waiting.get(lane));
    }
}
