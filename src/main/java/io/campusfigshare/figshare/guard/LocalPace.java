package io.campusfigshare.figshare.guard;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The slots of one process on its own, without a database to share them. */
public final class LocalPace implements Pace.SlotSource {

    /** How much delay of a timer is made up for: at high rates there is more than one slot per millisecond. */
    private static final long SLACK = Duration.ofMillis(2).toNanos();

    private final long interval;
    private final LongSupplier clock;
    private long next;

    /**
     * @param perSecond calls per second, above 0
     * @param clock     monotonic, in nanoseconds
     */
    public LocalPace(double perSecond, LongSupplier clock) {
        this.interval = Pace.interval(perSecond);
        this.clock = clock;
        this.next = clock.getAsLong();
    }

    @Override
    public synchronized Uni<Pace.Slot> claim(boolean onlyIfFree) {
        long now = clock.getAsLong();
        long at = Math.max(next, now - SLACK);
        next = at + interval;
        return Uni.createFrom().item(new Pace.Slot(true, Math.max(0, at - now)));
    }

    @Override
    public synchronized void pause(Duration wait) {
        next = Math.max(next, clock.getAsLong() + wait.toNanos());
    }
}
