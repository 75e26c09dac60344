package io.campusfigshare.deposit.store;

import java.time.Duration;

/** Lets a virtual thread wait. Fails if the thread is interrupted, which happens when the process stops. */
public final class Pause {

    private Pause() {}

    public static void of(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting", e);
        }
    }
}
