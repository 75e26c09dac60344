package io.campusfigshare;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/**
 * Base of tests of the running service: resets the sandbox, and waits until the service's circuit breakers are closed.
 */
@WithTestResource(SandboxedService.class)
public abstract class ServiceTest {

    private static final AtomicLong UNKNOWN_ID = new AtomicLong(9_000_000_000L);

    protected SandboxControl sandbox;

    @BeforeEach
    void everythingAsNew() {
        sandbox.reset();
        await("a closed breaker")
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get("/v1/items/" + unknownId()).statusCode() == 404);
        sandbox.clearLog();
    }

    protected static Response get(String path) {
        return given().urlEncodingEnabled(false).get(path);
    }

    /** Returns the id of an existing item that the service has not cached. */
    protected long uncachedItem() {
        return sandbox.publish("{}");
    }

    /** Returns an id that belongs to no item, a new one for each call. */
    protected static long unknownId() {
        return UNKNOWN_ID.incrementAndGet();
    }
}
