package io.campusfigshare.deposit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How much a client may ask of this replica: a bucket that fills up again within a minute. */
@Singleton
// Caffeine picks its classes by name; only the native executable has to be told.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMSA", "com.github.benmanes.caffeine.cache.PSAMS"})
class Limits {

    private static final ProblemType TOO_MANY = new ProblemType("too-many-requests", 429, "Too many requests");
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int CLIENTS = 10_000;

    private final int perMinute;
    private final CurrentVertxRequest request;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(CLIENTS)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    Limits(DepositConfig config, CurrentVertxRequest request) {
        this.perMinute = config.requestsPerMinute();
        this.request = request;
    }

    /** Counts one request of this caller's, tells them what is left, and refuses it with 429 where nothing is. */
    void take(Caller caller) {
        ConsumptionProbe left =
                buckets.get(caller.program(), client -> bucket()).tryConsumeAndReturnRemaining(1);
        long full =
                Duration.ofNanos(left.getNanosToWaitForReset()).plusMillis(999).toSeconds();
        // As the IETF's draft of RateLimit fields writes them.
        request.getCurrent()
                .response()
                .putHeader("RateLimit-Policy", "\"client\";q=" + perMinute + ";w=" + WINDOW.toSeconds())
                .putHeader("RateLimit", "\"client\";r=" + left.getRemainingTokens() + ";t=" + full);
        if (!left.isConsumed()) {
            throw new Problem(
                    TOO_MANY,
                    "This client may send " + perMinute + " requests a minute. Wait, and go on more slowly.",
                    Duration.ofNanos(left.getNanosToWaitForRefill()),
                    null);
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(perMinute)
                        .refillGreedy(perMinute, WINDOW)
                        .build())
                .build();
    }
}
