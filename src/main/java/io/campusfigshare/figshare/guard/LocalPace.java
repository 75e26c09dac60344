package io.campusfigshare.figshare.guard;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The pace of a process that shares it with nobody: there is no database to share it in. */
public final class LocalPace implements Pace.Slots {

    /** How much a late timer may be caught up with: at high rates a millisecond holds more than one slot. */
    private static final long SLACK = Duration.ofMillis(2).toNanos();

    private final long interval;
    private final LongSupplier clock;
    private long next;

    public LocalPace(double perSecond, LongSupplier clock) {
        this.interval = Pace.interval(perSecond);
        this.clock = clock;
        this.next = clock.getAsLong();
    }

    @Override
    public synchronized Uni<Pace.Slot> claim(boolean patient) {
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
