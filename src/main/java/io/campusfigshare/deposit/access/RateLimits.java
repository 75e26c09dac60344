package io.campusfigshare.deposit.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.deposit.DepositConfig;
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
 * How much may be asked of this replica, in buckets that fill up again within a minute. A caller, who is a subject and the
 * client that they use, has one, and another one for what is refused: guessing is slow, and takes nothing from the others
 * of that client, who share a third.
 */
// Not a singleton: filters are made before there is any configuration.
@ApplicationScoped
// Caffeine picks its classes by name; only the native executable has to be told.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMWA", "com.github.benmanes.caffeine.cache.PSAMW"})
public class RateLimits {

    private static final ProblemType TOO_MANY = new ProblemType("too-many-requests", 429, "Too many requests");
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** What a caller may not do, and what nobody may do. */
    private static final Set<Integer> REFUSALS = Set.of(403, 422);

    /** In bytes. The names come from tokens, and are as long as those let them be. */
    private static final long MEMORY = 16L << 20;

    private static final int BUCKET = 1_000;

    private static final String TAKEN = RateLimits.class.getName();

    private enum Kind {
        CALLER,
        REFUSED,
        CLIENT
    }

    private record Key(Kind kind, String client, String subject) {
        int bytes() {
            return BUCKET + 2 * (client.length() + subject.length());
        }
    }

    /** What a request was taken from. */
    private record Taken(Bucket own, Bucket refused, Bucket shared) {}

    private final DepositConfig config;
    private final CurrentVertxRequest request;
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumWeight(MEMORY)
            .weigher((Key key, Bucket bucket) -> key.bytes())
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    RateLimits(DepositConfig config, CurrentVertxRequest request) {
        this.config = config;
        this.request = request;
    }

    /** Counts one request of this caller's, and refuses it with 429 where nothing is left. */
    void take(Caller caller) {
        Bucket own = bucket(Kind.CALLER, caller.program(), caller.subject(), config.requestsPerMinute());
        Bucket refused = bucket(Kind.REFUSED, caller.program(), caller.subject(), config.refusedPerMinute());
        Bucket shared = bucket(Kind.CLIENT, caller.program(), "", config.clientRequestsPerMinute());
        request.getCurrent().put(TAKEN, new Taken(own, refused, shared));
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

    /** Tells the caller what they have left, as the IETF's draft of RateLimit fields writes it, and nothing of what others have. */
    @RateLimited
    @ServerResponseFilter
    void tell(ContainerResponseContext answer) {
        Taken taken = request.getCurrent().get(TAKEN);
        if (taken == null) {
            return; // Nobody knows who asked.
        }
        if (REFUSALS.contains(answer.getStatus())) {
            taken.refused().tryConsume(1);
            taken.own().addTokens(1);
            taken.shared().addTokens(1);
        }
        int all = config.requestsPerMinute();
        int refusals = config.refusedPerMinute();
        answer.getHeaders().putSingle("RateLimit-Policy", policy("caller", all) + ", " + policy("refused", refusals));
        answer.getHeaders()
                .putSingle(
                        "RateLimit",
                        left("caller", taken.own(), all) + ", " + left("refused", taken.refused(), refusals));
    }

    private static String policy(String name, int perMinute) {
        return "\"" + name + "\";q=" + perMinute + ";w=" + WINDOW.toSeconds();
    }

    private static String left(String name, Bucket bucket, int perMinute) {
        long left = bucket.getAvailableTokens();
        long full = Math.ceilDiv((perMinute - left) * WINDOW.toSeconds(), perMinute);
        return "\"" + name + "\";r=" + left + ";t=" + full;
    }

    private static Problem tooMany(Bucket empty, String detail) {
        long wait = empty.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return new Problem(TOO_MANY, detail + " Wait, and go on more slowly.", Duration.ofNanos(wait), null);
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
