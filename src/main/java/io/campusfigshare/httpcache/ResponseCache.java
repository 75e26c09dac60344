package io.campusfigshare.httpcache;

import static io.campusfigshare.httpcache.CacheStore.now;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Caches complete responses to GET and HEAD (RFC 9111). Serves stale responses within stale-while-revalidate and
 * stale-if-error (RFC 5861), loads once for all concurrent requests, and caches 404 and 410 for a short time. A cached
 * response never depends on the caller. The request directive no-cache is ignored: it would let any caller use up the
 * rate of calls to Figshare that all callers share.
 */
@Singleton
public class ResponseCache {

    private static final ProblemType ONLY_IF_CACHED =
            new ProblemType("not-cached", 504, "The response is not in the cache");

    /** How long a request waits for a load before it gets a response that is within stale-if-error only. */
    private static final Duration MAX_WAIT_WITH_STALE = Duration.ofMillis(500);

    private final CacheStore store;
    private final Map<String, Lifetime> lifetimes;
    private final boolean shareable;
    private final Instant started = Instant.now();
    private final CacheMetrics metrics;

    ResponseCache(CacheStore store, CacheConfig config, CampusConfig campus, MeterRegistry metrics) {
        this.store = store;
        this.shareable = campus.readAccess() == CampusConfig.ReadAccess.ANONYMOUS;
        this.lifetimes = config.lifetimes().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Lifetime.of(e.getValue(), shareable)));
        this.metrics = CacheMetrics.in(metrics);
    }

    /**
     * Answers a GET or HEAD with the cached response, or loads it. Fails like the loader if nothing usable is cached.
     *
     * @param key      identifies the response: its path, and its query parameters, sorted, if it depends on them. All
     *                 ways to request the same response must use the same key
     * @param lifetime a name under {@code campus.cache.lifetimes}
     */
    public Uni<RestResponse<Buffer>> answer(RoutingContext context, String key, String lifetime, Loader loader) {
        return answer(context, Origin.of(key, lifetime(lifetime), source(loader)));
    }

    /**
     * Answers a GET or HEAD with another representation of the response with this key. The conversion is cached as
     * well. It is as old as the response that it is made from, and causes no load of its own.
     *
     * @param suffix  completes the key of the other representation
     * @param convert converts the bytes; may block, and must not refer to the request
     */
    public Uni<RestResponse<Buffer>> answer(
            RoutingContext context,
            String key,
            String lifetime,
            Loader loader,
            String suffix,
            Function<byte[], Representation> convert) {
        Lifetime resolved = lifetime(lifetime);
        Origin original = Origin.of(key, resolved, source(loader));
        Origin.Source converted = (self, refresh) -> read(original, refresh)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(entry -> {
                    byte[] bytes = entry.plain.body().getBytes();
                    return entry.status == 200
                            ? store.entry(
                                    withLastModified(convert.apply(bytes), entry.modified),
                                    self,
                                    resolved,
                                    entry.fetchedAt)
                            : store.entry(
                                    new Representation(entry.status, ProblemBody.MEDIA_TYPE, bytes),
                                    self,
                                    store.negativeLifetime(),
                                    entry.fetchedAt);
                });
        return answer(context, Origin.of(key + suffix, resolved, converted));
    }

    /**
     * Sets when a response that this service produces from a source was last modified: when the source was, but not
     * before this process started. Another version of the service, or other settings, may produce other bytes.
     *
     * @param source when the source was last modified; null if unknown
     */
    public Representation withLastModified(Representation produced, @Nullable Instant source) {
        return produced.withLastModified(source == null || source.isAfter(started) ? source : started);
    }

    /**
     * Invalidates the responses with these keys: each is loaded again before the next use, and stays available for
     * stale-if-error.
     */
    public void invalidate(Predicate<String> keys) {
        store.invalidate(keys);
    }

    /**
     * Returns the cached response if it is fresh, or stale within stale-while-revalidate; in the latter case, starts a
     * refresh. Also returns a response within stale-if-error if the last load failed a short time ago. Returns null
     * otherwise.
     *
     * @param usable whether the entry suits the request
     */
    @Nullable CachedResponse cached(String key, HttpServerRequest request, Predicate<CacheEntry> usable) {
        CacheEntry entry = store.get(key);
        if (entry == null || !usable.test(entry)) {
            return null;
        }
        long now = now();
        if (entry.fresh(now)) {
            metrics.hit().increment();
            CacheEntry.AgeHeaders headers = entry.ageHeaders(now);
            return CachedResponse.of(request, entry, headers.age(), headers.hit());
        }
        if (entry.staleWhileRevalidate(now) || (entry.failedRecently(now) && entry.staleIfError(now))) {
            refresh(entry, now);
            return stale(request, entry, now);
        }
        return null;
    }

    private Uni<RestResponse<Buffer>> answer(RoutingContext context, Origin origin) {
        HttpServerRequest request = context.request();
        CachedResponse cached = cached(origin.key(), request, any -> true);
        if (cached != null) {
            return Uni.createFrom().item(cached.response(request));
        }
        if (isOnlyIfCached(request)) {
            return Uni.createFrom().failure(new Problem(ONLY_IF_CACHED, "Repeat the request without only-if-cached."));
        }
        return load(origin, request).map(response -> response.response(request));
    }

    private static boolean isOnlyIfCached(HttpServerRequest request) {
        String control = request.getHeader(HttpHeaders.CACHE_CONTROL);
        return control != null && control.contains("only-if-cached");
    }

    private Lifetime lifetime(String name) {
        return Objects.requireNonNull(lifetimes.get(name), "campus.cache.lifetimes has no " + name);
    }

    private Origin.Source source(Loader loader) {
        return (self, refresh) -> Uni.createFrom()
                .deferred(() -> loader.load(refresh))
                // Compressing a long list would block the event loop for milliseconds.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(loaded -> store.entry(
                        loaded,
                        self,
                        loaded.shortLived() ? Lifetime.shortLived(self.lifetime(), shareable) : self.lifetime(),
                        now()));
    }

    /**
     * Returns the entry to convert: fresh, or loaded, or, if loading fails or takes too long, stale within
     * stale-if-error.
     */
    private Uni<CacheEntry> read(Origin origin, boolean refresh) {
        CacheEntry entry = store.get(origin.key());
        long now = now();
        boolean usable = entry != null && entry.staleIfError(now);
        if (entry != null && (entry.fresh(now) || (usable && entry.failedRecently(now)))) {
            return Uni.createFrom().item(entry);
        }
        Uni<CacheEntry> loaded = Uni.createFrom()
                .completionStage(() ->
                        store.load(origin, refresh, new CompletableFuture<>()).copy());
        return usable
                ? loaded.ifNoItem()
                        .after(MAX_WAIT_WITH_STALE)
                        .recoverWithItem(entry)
                        .onFailure()
                        .recoverWithItem(entry)
                : loaded;
    }

    private Uni<CachedResponse> load(Origin origin, HttpServerRequest request) {
        CacheEntry old = store.get(origin.key());
        var newLoad = new CompletableFuture<CacheEntry>();
        var load = store.load(origin, false, newLoad);
        @SuppressWarnings("ReferenceEquality") // The same future, not an equal one.
        boolean first = load == newLoad;
        (first ? metrics.miss() : metrics.coalesced()).increment();
        Uni<CachedResponse> loaded = Uni.createFrom()
                // A copy: a client that disconnects cancels its future, and must not cancel the load for the others.
                .completionStage(() -> load.copy())
                .map(entry -> CachedResponse.of(
                        request, entry, entry.ageHeaders(now()).age(), CacheStatus.forwarded(old != null, first)));
        // The shared future completes on the context of the request that loads; each request continues on its own.
        Context context = Origin.context();
        return (old == null || !old.staleIfError(now()) ? loaded : orStale(loaded, request, old))
                .emitOn(command -> context.runOnContext(run -> command.run()));
    }

    /** Returns the stale response if the load fails or takes too long; the load continues and updates the cache. */
    private Uni<CachedResponse> orStale(Uni<CachedResponse> loaded, HttpServerRequest request, CacheEntry old) {
        return loaded.ifNoItem()
                .after(MAX_WAIT_WITH_STALE)
                .recoverWithUni(() -> {
                    store.refreshFailed(old);
                    return Uni.createFrom().item(stale(request, old, now()));
                })
                .onFailure()
                .recoverWithItem(() -> stale(request, old, now()));
    }

    private CachedResponse stale(HttpServerRequest request, CacheEntry entry, long now) {
        metrics.stale().increment();
        CacheEntry.AgeHeaders headers = entry.ageHeaders(now);
        return CachedResponse.of(request, entry, headers.age(), headers.stale());
    }

    private void refresh(CacheEntry entry, long now) {
        if (!store.claimRefresh(entry, now)) {
            return;
        }
        Uni.createFrom()
                .completionStage(store.load(entry.origin, true, new CompletableFuture<>()))
                .subscribe()
                .with(
                        refreshed -> metrics.refreshed().increment(),
                        failure -> metrics.refreshFailed().increment());
    }
}
