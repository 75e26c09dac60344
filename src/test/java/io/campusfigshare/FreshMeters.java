package io.campusfigshare;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Removes all meters at the start. They outlive an application in its JVM, and the tests of the next one would read its
 * values.
 */
@Singleton
class FreshMeters {

    private final MeterRegistry meters;

    FreshMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void removeMeters(@Observes ShutdownEvent end) {
        meters.clear();
    }
}
