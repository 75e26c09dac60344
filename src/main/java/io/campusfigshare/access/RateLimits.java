package io.campusfigshare.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Duration;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Limits the requests to this replica with token buckets that refill within a minute. Each caller, which is a subject
 * with a client, has one bucket for requests and one for refused requests (403, 422). The second one slows down
 * guessing, without effect on the other callers of the client. All callers of a client share a third bucket.
 */
// Not a singleton: filters are created before the configuration is available.
@ApplicationScoped
// Caffeine loads its classes by name; the native executable needs this registration.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMWA", "com.github.benmanes.caffeine.cache.PSAMW"})
public class RateLimits {

    private static final ProblemType TOO_MANY = new ProblemType("too-many-requests", 429, "Too many requests");
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** The statuses of refused requests. */
    private static final Set<Integer> REFUSALS = Set.of(403, 422);

    /** In bytes. The names come from tokens, which do not bound their length. */
    private static final long MAX_BYTES = 16L << 20;

    private static final int BUCKET_BYTES = 1_000;

    private static final String USED_BUCKETS = RateLimits.class.getName();

    private enum Kind {
        CALLER,
        REFUSED,
        CLIENT
    }

    private record Key(Kind kind, String client, String subject) {
        int bytes() {
            return BUCKET_BYTES + 2 * (client.length() + subject.length());
        }
    }

    /** The buckets that the current request counts against. */
    private record UsedBuckets(Bucket own, Bucket refused, Bucket shared) {}

    private final AccessConfig config;
    private final CurrentVertxRequest request;
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((Key key, Bucket bucket) -> key.bytes())
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    RateLimits(AccessConfig config, CurrentVertxRequest request) {
        this.config = config;
        this.request = request;
    }

    /** Counts a request of this caller; fails with 429 if a bucket is empty. */
    void count(Caller caller) {
        Bucket own = bucket(Kind.CALLER, caller.program(), caller.subject(), config.requestsPerMinute());
        Bucket refused = bucket(Kind.REFUSED, caller.program(), caller.subject(), config.refusedPerMinute());
        Bucket shared = bucket(Kind.CLIENT, caller.program(), "", config.clientRequestsPerMinute());
        request.getCurrent().put(USED_BUCKETS, new UsedBuckets(own, refused, shared));
        if (refused.getAvailableTokens() == 0) {
            throw tooMany(refused, config.refusedPerMinute() + " requests of yours a minute may be refused.");
        }
        if (!own.tryConsume(1)) {
            throw tooMany(own, "You may send " + config.requestsPerMinute() + " requests a minute by this client.");
        }
        if (!shared.tryConsume(1)) {
            throw tooMany(
                    shared,
                    "All callers of this client together may send " + config.clientRequestsPerMinute()
                            + " requests a minute.");
        }
    }

    /**
     * Adds the RateLimit fields of the IETF draft, with the caller's own buckets alone. A refused request counts
     * against the bucket for refused requests, and no longer against the others.
     */
    @RateLimited
    @ServerResponseFilter
    void addFields(ContainerResponseContext answer) {
        UsedBuckets used = request.getCurrent().get(USED_BUCKETS);
        if (used == null) {
            return; // The caller is unknown: authentication failed.
        }
        if (REFUSALS.contains(answer.getStatus())) {
            used.refused().tryConsume(1);
            used.own().addTokens(1);
            used.shared().addTokens(1);
        }
        int all = config.requestsPerMinute();
        int refusals = config.refusedPerMinute();
        answer.getHeaders()
                .putSingle("RateLimit-Policy", policyField("caller", all) + ", " + policyField("refused", refusals));
        answer.getHeaders()
                .putSingle(
                        "RateLimit",
                        limitField("caller", used.own(), all) + ", " + limitField("refused", used.refused(), refusals));
    }

    private static String policyField(String name, int perMinute) {
        return "\"" + name + "\";q=" + perMinute + ";w=" + WINDOW.toSeconds();
    }

    private static String limitField(String name, Bucket bucket, int perMinute) {
        long left = bucket.getAvailableTokens();
        long full = Math.ceilDiv((perMinute - left) * WINDOW.toSeconds(), perMinute);
        return "\"" + name + "\";r=" + left + ";t=" + full;
    }

    private static Problem tooMany(Bucket empty, String detail) {
        long wait = empty.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return new Problem(
                TOO_MANY, detail + " Wait, and then send fewer requests a minute.", Duration.ofNanos(wait), null);
    }

    private Bucket bucket(Kind kind, String client, String subject, int perMinute) {
        return buckets.get(
                new Key(kind, client, subject),
                key -> Bucket.builder()
                        .addLimit(Bandwidth.builder()
                                .capacity(perMinute)
                                .refillGreedy(perMinute, WINDOW)
                                .build())
                        .build());
    }
}
