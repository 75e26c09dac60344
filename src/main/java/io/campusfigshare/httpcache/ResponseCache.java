package io.campusfigshare.httpcache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Keeps finished answers and serves them: fresh ones at once, stale ones while or until they can be renewed (RFC 5861),
 * one load for all who ask at the same time, and "there is no such thing" for a moment. What it holds never depends on
 * who asks. A request's no-cache is not obeyed: it would let any caller spend the pace that all share.
 */
@Singleton
// What Caffeine picks by name for strong keys and a weight; the Caffeine extension does not know this pair.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
public class ResponseCache {

    private static final ProblemType ONLY_IF_CACHED =
            new ProblemType("not-cached", 504, "This answer is not in the cache");

    /** How long a reader of a known answer waits for a newer one, where only a failure lets us serve the old. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ObjectMapper json;
    private final Cache<String, CacheEntry> store;
    private final Map<String, CompletableFuture<CacheEntry>> flights = new ConcurrentHashMap<>();
    private final Map<String, Lifetime> lifetimes;
    private final Lifetime negative;
    private final boolean anybody;
    private final Instant started = Instant.now();
    private final long backoff;
    private final CacheMetrics outcomes;

    ResponseCache(CacheConfig config, CampusConfig campus, ObjectMapper json, MeterRegistry metrics) {
        this.json = json;
        this.store = Caffeine.newBuilder()
                .maximumWeight(atLeastOneMegabyte(config.maxSize().asLongValue()))
                .weigher((String key, CacheEntry entry) -> entry.weight())
                .build();
        this.anybody = campus.readAccess() == CampusConfig.ReadAccess.ANONYMOUS;
        this.lifetimes = config.lifetimes().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Lifetime.of(e.getValue(), anybody)));
        this.negative = Lifetime.negative(config.negativeMaxAge().toMillis());
        this.backoff = config.refreshBackoff().toMillis();
        this.outcomes = CacheMetrics.in(metrics);
        Gauge.builder("http.cache.size", store, ResponseCache::bytes)
                .description("Memory that kept answers take")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("http.cache.entries", store, Cache::estimatedSize)
                .description("Answers that are kept")
                .register(metrics);
    }

    /**
     * Answers a GET or HEAD with what is kept under the key, or loads it.
     *
     * @param key      the one way to write what is asked for, whichever way it came in: its path, and the query's
     *     parameters sorted where the answer depends on them. Nobody makes two entries of one answer
     * @param lifetime a name under {@code campus.cache.lifetimes}
     * @return fails as the loader does, when nothing usable is kept
     */
    public Uni<RestResponse<Buffer>> answer(RoutingContext context, String key, String lifetime, Loader loader) {
        return answer(context, Origin.of(key, lifetime(lifetime), loaded(loader)));
    }

    /**
     * Answers with another form of what is kept under the key, or is loaded for it: that is kept as well, is as old as
     * what it is made of, and costs no load of its own.
     *
     * @param form what its own key has after the other
     * @param make makes it of the bytes; may take its time, and holds no request
     */
    public Uni<RestResponse<Buffer>> answer(
            RoutingContext context,
            String key,
            String lifetime,
            Loader loader,
            String form,
            Function<byte[], Representation> make) {
        Lifetime life = lifetime(lifetime);
        Origin plain = Origin.of(key, life, loaded(loader));
        Origin.Source remade = (self, refresh) -> read(plain, refresh)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(entry -> {
                    byte[] bytes = entry.plain.body().getBytes();
                    return entry.status == 200
                            ? entry(withLastModified(make.apply(bytes), entry.modified), self, life, entry.fetchedAt)
                            : entry(
                                    new Representation(entry.status, ProblemBody.MEDIA_TYPE, bytes),
                                    self,
                                    negative,
                                    entry.fetchedAt);
                });
        return answer(context, Origin.of(key + form, life, remade));
    }

    /**
     * What is made here of something that changed last at a moment. Another version of the service, or other settings,
     * may make it differently: it is no older than this process.
     */
    public Representation withLastModified(Representation made, @Nullable Instant modified) {
        return made.withLastModified(modified == null || modified.isAfter(started) ? modified : started);
    }

    private Uni<RestResponse<Buffer>> answer(RoutingContext context, Origin origin) {
        HttpServerRequest request = context.request();
        CachedResponse kept = kept(origin.key(), request, any -> true);
        if (kept != null) {
            return Uni.createFrom().item(kept.response(request));
        }
        if (onlyIfCached(request)) {
            return Uni.createFrom().failure(new Problem(ONLY_IF_CACHED, "Ask again without only-if-cached."));
        }
        return load(origin, request).map(reply -> reply.response(request));
    }

    private Origin.Source loaded(Loader loader) {
        return (self, refresh) -> Uni.createFrom()
                .deferred(() -> loader.load(refresh))
                // Compressing a long list takes milliseconds that the event loop does not have.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(loaded -> entry(
                        loaded,
                        self,
                        loaded.shortLived() ? Lifetime.shortLived(self.lifetime(), anybody) : self.lifetime(),
                        now()));
    }

    /** For what is made of it: fresh, or loaded, or, where that fails or takes long, as it is known. */
    private Uni<CacheEntry> read(Origin origin, boolean refresh) {
        CacheEntry kept = store.getIfPresent(origin.key());
        long now = now();
        boolean known = kept != null && kept.servableOnError(now);
        if (kept != null && (kept.fresh(now) || (known && kept.failedJustNow(now)))) {
            return Uni.createFrom().item(kept);
        }
        Uni<CacheEntry> loaded = Uni.createFrom()
                .completionStage(
                        () -> fly(origin, refresh, new CompletableFuture<>()).copy());
        return known
                ? loaded.ifNoItem()
                        .after(PATIENCE)
                        .recoverWithItem(kept)
                        .onFailure()
                        .recoverWithItem(kept)
                : loaded;
    }

    private Lifetime lifetime(String name) {
        return Objects.requireNonNull(lifetimes.get(name), "campus.cache.lifetimes has no " + name);
    }

    /** Answers under these keys have changed: each is renewed before it is served again, and kept for when that fails. */
    public void invalidate(Predicate<String> keys) {
        flights.keySet().removeIf(keys);
        store.asMap().forEach((key, entry) -> {
            if (keys.test(key)) {
                entry.invalidate();
            }
        });
    }

    /** What may be served without asking anybody, or null; starts the renewal of what is stale. */
    @Nullable CachedResponse kept(String key, HttpServerRequest request, Predicate<CacheEntry> suits) {
        CacheEntry entry = store.getIfPresent(key);
        if (entry == null || !suits.test(entry)) {
            return null;
        }
        long now = now();
        if (entry.fresh(now)) {
            outcomes.hit().increment();
            CacheEntry.Stamp stamp = entry.stamp(now);
            return CachedResponse.to(request, entry, stamp.ageHeader(), stamp.hit());
        }
        if (entry.servableWhileRenewed(now) || (entry.failedJustNow(now) && entry.servableOnError(now))) {
            renew(entry, now);
            return stale(request, entry, now);
        }
        return null;
    }

    private Uni<CachedResponse> load(Origin origin, HttpServerRequest request) {
        CacheEntry old = store.getIfPresent(origin.key());
        var mine = new CompletableFuture<CacheEntry>();
        var flight = fly(origin, false, mine);
        @SuppressWarnings("ReferenceEquality") // The very same future, not an equal one.
        boolean first = flight == mine;
        (first ? outcomes.miss() : outcomes.coalesced()).increment();
        Uni<CachedResponse> loaded = Uni.createFrom()
                // A copy: who hangs up cancels what was given, and must not cancel it for the others.
                .completionStage(() -> flight.copy())
                .map(entry -> CachedResponse.to(
                        request, entry, entry.stamp(now()).ageHeader(), CacheStatus.forwarded(old != null, first)));
        // A shared future completes on its loader's context; each caller goes on in its own.
        Context context = Origin.context();
        return (old == null || !old.servableOnError(now()) ? loaded : orStale(loaded, request, old))
                .emitOn(command -> context.runOnContext(run -> command.run()));
    }

    /** What is known beats a failure, and a long wait; the flight goes on and brings the next reader what is new. */
    private Uni<CachedResponse> orStale(Uni<CachedResponse> loaded, HttpServerRequest request, CacheEntry old) {
        return loaded.ifNoItem()
                .after(PATIENCE)
                .recoverWithUni(() -> {
                    old.renewFailed(now() + backoff);
                    return Uni.createFrom().item(stale(request, old, now()));
                })
                .onFailure()
                .recoverWithItem(() -> stale(request, old, now()));
    }

    private CachedResponse stale(HttpServerRequest request, CacheEntry entry, long now) {
        outcomes.stale().increment();
        CacheEntry.Stamp stamp = entry.stamp(now);
        return CachedResponse.to(request, entry, stamp.ageHeader(), stamp.stale());
    }

    private void renew(CacheEntry entry, long now) {
        if (!entry.claimRefresh(now, backoff)) {
            return;
        }
        Uni.createFrom()
                .completionStage(fly(entry.origin, true, new CompletableFuture<>()))
                .subscribe()
                .with(
                        renewed -> outcomes.renewed().increment(),
                        failure -> outcomes.renewFailed().increment());
    }

    /** The flight that brings this answer: one at a time for each key, {@code mine} unless there is one in the air. */
    private CompletableFuture<CacheEntry> fly(Origin origin, boolean refresh, CompletableFuture<CacheEntry> mine) {
        String key = origin.key();
        var inTheAir = flights.putIfAbsent(key, mine);
        if (inTheAir != null) {
            return inTheAir;
        }
        CacheEntry landed = store.getIfPresent(key);
        if (landed != null && landed.fresh(now())) {
            // It landed between our look at the store and our start.
            flights.remove(key, mine);
            mine.complete(landed);
            return mine;
        }
        origin.source()
                .load(origin, refresh)
                .onFailure(ResponseCache::isAbsence)
                .recoverWithItem(failure -> entry(absence(key, (Problem) failure), origin, negative, now()))
                .subscribe()
                .with(
                        entry -> {
                            flights.computeIfPresent(key, (same, flight) -> land(entry, mine, flight));
                            mine.complete(entry);
                        },
                        failure -> {
                            CacheEntry kept = store.getIfPresent(key);
                            if (kept != null) {
                                kept.renewFailed(now() + backoff);
                                Log.debugf(failure, "%s is served stale", key);
                            }
                            flights.remove(key, mine);
                            mine.completeExceptionally(failure);
                        });
        return mine;
    }

    /** Not kept when it has been overtaken: what was asked before a change must not be served after it. */
    @SuppressWarnings("ReferenceEquality") // The very same future, not an equal one.
    private @Nullable CompletableFuture<CacheEntry> land(
            CacheEntry entry, CompletableFuture<CacheEntry> mine, CompletableFuture<CacheEntry> flight) {
        if (flight != mine) {
            return flight;
        }
        store.put(entry.origin.key(), entry);
        return null;
    }

    private CacheEntry entry(Representation loaded, Origin origin, Lifetime lifetime, long fetchedAt) {
        Object body = loaded.body();
        try {
            byte[] written = switch (body) {
                case null -> new byte[0];
                case byte[] bytes -> bytes;
                default -> json.writeValueAsBytes(body);
            };
            return new CacheEntry(loaded, written, origin, lifetime, fetchedAt, store.getIfPresent(origin.key()));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** The bean validator knows no memory sizes; below this, one long list would empty the cache. */
    private static long atLeastOneMegabyte(long size) {
        if (size < 1 << 20) {
            throw new IllegalArgumentException("campus.cache.max-size must be at least 1M");
        }
        return size;
    }

    private static boolean isAbsence(Throwable failure) {
        return failure instanceof Problem p
                && (p.type().status() == 404 || p.type().status() == 410);
    }

    private static Representation absence(String key, Problem problem) {
        String path = key.indexOf('?') < 0 ? key : key.substring(0, key.indexOf('?'));
        return new Representation(problem.type().status(), ProblemBody.MEDIA_TYPE, problem.body(path));
    }

    private static boolean onlyIfCached(HttpServerRequest request) {
        String control = request.getHeader(HttpHeaders.CACHE_CONTROL);
        return control != null && control.contains("only-if-cached");
    }

    private static double bytes(Cache<String, CacheEntry> store) {
        OptionalLong weight = store.policy().eviction().orElseThrow().weightedSize();
        return weight.orElse(0);
    }

    /** Monotonic, in milliseconds. */
    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
