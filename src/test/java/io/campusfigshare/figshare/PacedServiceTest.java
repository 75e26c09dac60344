package io.campusfigshare.figshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.SandboxControl;
import io.campusfigshare.SandboxedService;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs the service with a pace that a flood of requests exceeds, and with a cache whose responses are stale at once.
 */
@QuarkusTest
@WithTestResource(
        value = SandboxedService.class,
        initArgs = {
            @ResourceArg(name = "figshare.pace.requests-per-second", value = "5"),
            @ResourceArg(name = "figshare.pace.max-wait", value = "1s"),
            @ResourceArg(name = "campus.cache.refresh-backoff", value = "100ms"),
            @ResourceArg(name = "campus.cache.lifetimes.item.max-age", value = "0s")
        })
class PacedServiceTest {

    SandboxControl sandbox;

    @BeforeEach
    void reset() {
        sandbox.reset();
    }

    @Test
    void floodOfUnknownIdsIsRefusedAndCachedItemsAreRefreshed() throws Exception {
        assertThat(get(2000031).statusCode()).isEqualTo(200);
        sandbox.clearLog();
        Instant before = Instant.now();

        List<Response> flood = all(LongStream.range(7_000_000, 7_000_150)
                .mapToObj(id -> (Callable<Response>) () -> id % 10 == 0 ? get(2000031) : get(id))
                .toList());

        double seconds = Duration.between(before, Instant.now()).toMillis() / 1000.0;
        assertThat(flood).allSatisfy(r -> assertThat(r.statusCode()).isIn(200, 404, 503));
        assertThat(flood.stream().filter(r -> r.statusCode() == 200)).hasSize(15);
        var refused = flood.stream().filter(r -> r.statusCode() == 503).toList();
        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(r -> assertThat(r.header("Retry-After")).matches("[1-9]\\d*"));
        // A call that waits for a slot waits for a second; the fastest refusal shows that refused calls do not wait.
        assertThat(refused.stream().mapToLong(Response::time).min().orElseThrow())
                .isLessThan(900);
        assertThat(sandbox.count(null, "/v2/.*")).isLessThanOrEqualTo((int) (5 * seconds) + 2);
        assertThat(sandbox.count(null, "/v2/articles/2000031")).isPositive();
    }

    private static Response get(long id) {
        return RestAssured.get("/v1/items/" + id);
    }

    private static List<Response> all(List<Callable<Response>> calls) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }
}
