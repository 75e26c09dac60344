package io.campusfigshare;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Meters outlive the application in its JVM, and would go on telling the next one's tests what this one has counted. */
@Singleton
class FreshMeters {

    private final MeterRegistry meters;

    FreshMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void forget(@Observes ShutdownEvent end) {
        meters.clear();
    }
}
