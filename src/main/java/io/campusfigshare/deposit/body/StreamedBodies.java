package io.campusfigshare.deposit.body;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bodies that are coming in; as many as there are connections. */
@Singleton
public class StreamedBodies {

    private static final Duration GRACE = Duration.ofMillis(500);

    private final Duration patience;
    private final Set<StreamedBody> open = ConcurrentHashMap.newKeySet();
    private final Phaser reading = new Phaser(1);

    StreamedBodies(@ConfigProperty(name = "quarkus.http.read-timeout") Duration patience) {
        this.patience = patience;
    }

    /** The request's body, to be closed by who reads it. */
    public StreamedBody of(HttpServerRequest request) {
        var inflow = new StreamedBody(request, patience, closed -> {
            if (open.remove(closed)) { // Streams may be closed more than once.
                reading.arriveAndDeregister();
            }
        });
        reading.register();
        open.add(inflow);
        return inflow;
    }

    /**
     * What the drain has not waited for is cut off while there still is a database: its hold is let go, so that its sender
     * need not wait for the end of a lease to go on elsewhere.
     */
    void stop(@Observes ShutdownEvent end) throws InterruptedException {
        open.forEach(StreamedBody::stop);
        try {
            reading.awaitAdvanceInterruptibly(reading.arriveAndDeregister(), GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            Log.infof("What came of a file cannot be put down within %s", GRACE);
        }
    }
}
