package io.campusfigshare.deposit.body;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
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

/** Opens request bodies as streams, and interrupts the open ones at shutdown. */
@Singleton
public class StreamedBodies {

    private static final Duration SHUTDOWN_WAIT = Duration.ofMillis(500);

    /** How often a body is checked during its read timeout. */
    private static final int CHECKS = 8;

    private final Duration readTimeout;
    private final Set<StreamedBody> open = ConcurrentHashMap.newKeySet();
    private final Phaser reading = new Phaser(1);
    private final Vertx vertx;
    private final long timer;

    StreamedBodies(@ConfigProperty(name = "quarkus.http.read-timeout") Duration readTimeout, Vertx vertx) {
        this.readTimeout = readTimeout;
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(
                Math.max(1, readTimeout.toMillis() / CHECKS), check -> open.forEach(StreamedBody::endIfSlow));
    }

    /** Returns the body of the request, which the caller must close. */
    public StreamedBody of(HttpServerRequest request) {
        var body = new StreamedBody(request, readTimeout, closed -> {
            if (open.remove(closed)) { // Streams may be closed more than once.
                reading.arriveAndDeregister();
            }
        });
        reading.register();
        open.add(body);
        return body;
    }

    /**
     * Interrupts the bodies that are still open after the drain, while the database is available. Their readers release
     * their leases, so that the callers can continue at another replica at once.
     */
    void stop(@Observes ShutdownEvent end) throws InterruptedException {
        vertx.cancelTimer(timer);
        open.forEach(StreamedBody::stop);
        try {
            reading.awaitAdvanceInterruptibly(
                    reading.arriveAndDeregister(), SHUTDOWN_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            Log.infof("The state of an interrupted upload could not be stored within %s", SHUTDOWN_WAIT);
        }
    }
}
