package io.campusfigshare;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Halts a process that has not stopped shortly after the drain of requests. Otherwise connections to a database that
 * hangs would delay the stop for as long again.
 */
@Singleton
class StopDeadline {

    private static final Duration TIMEOUT_AFTER_DRAIN = Duration.ofMillis(1_300);

    /** The exit status of a process that SIGTERM ended. */
    private static final int SIGTERM_STATUS = 143;

    void begin(@Observes @Priority(1) ShutdownEvent end) {
        // A failed start ends on its own, after it has printed the reason. After a signal, the thread that stops the
        // application may be the shutdown hook or the main thread.
        if (ApplicationLifecycleManager.isVmShuttingDown() && LaunchMode.current() == LaunchMode.NORMAL) {
            Thread.ofPlatform().daemon().name("stop deadline").start(StopDeadline::haltAfterTimeout);
        }
    }

    private static void haltAfterTimeout() {
        try {
            Thread.sleep(TIMEOUT_AFTER_DRAIN);
        } catch (InterruptedException ended) {
            return;
        }
        // Null after the stop. Do not halt then, because the JVM may still write a CDS archive.
        if (Application.currentApplication() != null) {
            Log.warn("The process did not stop in time and is halted");
            Runtime.getRuntime().halt(SIGTERM_STATUS);
        }
    }
}
