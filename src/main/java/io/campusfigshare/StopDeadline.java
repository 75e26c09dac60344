package io.campusfigshare;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Cuts off what a stop has not ended soon after the drain: connections to a database that hangs would hold it up for as
 * long again.
 */
@Singleton
class StopDeadline {

    private static final Duration AFTER_THE_DRAIN = Duration.ofMillis(1_300);

    /** What Quarkus names the thread of a stop that a signal has asked for. */
    private static final String ON_SIGNAL = "Shutdown thread";

    /** As who is ended by SIGTERM. */
    private static final int TERMINATED = 143;

    void begin(@Observes @Priority(1) ShutdownEvent end) {
        // A start that fails ends by itself, and first says why.
        boolean told = Thread.currentThread().getName().equals(ON_SIGNAL);
        if (told && LaunchMode.current() == LaunchMode.NORMAL) {
            Thread.ofPlatform().daemon().name("stop deadline").start(StopDeadline::cutOff);
        }
    }

    private static void cutOff() {
        try {
            Thread.sleep(AFTER_THE_DRAIN);
        } catch (InterruptedException ended) {
            return;
        }
        // Gone where it has stopped: the JVM may have an archive to write at its end.
        if (Application.currentApplication() != null) {
            Log.warn("The process has not stopped by itself, and is cut off");
            Runtime.getRuntime().halt(TERMINATED);
        }
    }
}
