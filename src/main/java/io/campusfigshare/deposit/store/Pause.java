package io.campusfigshare.deposit.store;

import java.time.Duration;

/** A wait of a virtual thread; an interrupt, which a stop of the process sends, ends it with a failure. */
public final class Pause {

    private Pause() {}

    public static void of(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for a turn", stopping);
        }
    }
}
