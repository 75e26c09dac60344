package io.campusfigshare.httpcache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The cache entries by key, and the loads in progress: at most one load per key. */
@Singleton
// The classes that Caffeine selects by name for strong keys and a maximum weight; Quarkus's Caffeine extension does not
// register them.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMW", "com.github.benmanes.caffeine.cache.PSMW"})
class CacheStore {

    private final ObjectMapper json;
    private final Cache<String, CacheEntry> entries;
    private final Map<String, CompletableFuture<CacheEntry>> loads = new ConcurrentHashMap<>();
    private final Lifetime negative;
    private final long backoffMillis;

    CacheStore(CacheConfig config, ObjectMapper json, MeterRegistry metrics) {
        this.json = json;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(atLeastOneMegabyte(config.maxSize().asLongValue()))
                .weigher((String key, CacheEntry entry) -> entry.weight())
                .build();
        this.negative = Lifetime.negative(config.negativeMaxAge().toMillis());
        this.backoffMillis = config.refreshBackoff().toMillis();
        Gauge.builder("http.cache.size", entries, CacheStore::bytes)
                .description("Memory used by cached responses")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("http.cache.entries", entries, Cache::estimatedSize)
                .description("Number of cached responses")
                .register(metrics);
    }

    @Nullable CacheEntry get(String key) {
        return entries.getIfPresent(key);
    }

    /** The lifetime of a 404 or 410. */
    Lifetime negativeLifetime() {
        return negative;
    }

    /** Returns whether the caller has to refresh the entry now; no other caller gets true before the backoff ends. */
    boolean claimRefresh(CacheEntry entry, long now) {
        return entry.claimRefresh(now, backoffMillis);
    }

    /** Serves the entry stale, without another refresh, until the backoff ends. */
    void refreshFailed(CacheEntry entry) {
        entry.refreshFailed(now() + backoffMillis);
    }

    /**
     * Starts a load, unless one is in progress for this key. A 404 or 410 becomes a negative entry; another failure
     * leaves the existing entry in place.
     *
     * @param refresh whether no request waits for the result
     * @param load    the future to complete, if this call starts the load
     * @return the load in progress: {@code load} if this call started it
     */
    CompletableFuture<CacheEntry> load(Origin origin, boolean refresh, CompletableFuture<CacheEntry> load) {
        String key = origin.key();
        var inProgress = loads.putIfAbsent(key, load);
        if (inProgress != null) {
            return inProgress;
        }
        CacheEntry stored = entries.getIfPresent(key);
        if (stored != null && stored.fresh(now())) {
            // Another load ended between the caller's look at the entries and this one.
            loads.remove(key, load);
            load.complete(stored);
            return load;
        }
        origin.source()
                .load(origin, refresh)
                .onFailure(CacheStore::isAbsence)
                .recoverWithItem(failure -> entry(absence(key, (Problem) failure), origin, negative, now()))
                .subscribe()
                .with(
                        entry -> {
                            loads.computeIfPresent(key, (same, current) -> store(entry, load, current));
                            load.complete(entry);
                        },
                        failure -> {
                            CacheEntry existing = entries.getIfPresent(key);
                            if (existing != null) {
                                refreshFailed(existing);
                                Log.debugf(failure, "Loading %s failed: the stale response is served", key);
                            }
                            loads.remove(key, load);
                            load.completeExceptionally(failure);
                        });
        return load;
    }

    /**
     * Stores the result of a load and ends it. If the key was invalidated during the load, the result is not stored: it
     * may be from before the change.
     */
    @SuppressWarnings("ReferenceEquality") // The same future, not an equal one.
    private @Nullable CompletableFuture<CacheEntry> store(
            CacheEntry entry, CompletableFuture<CacheEntry> load, CompletableFuture<CacheEntry> current) {
        if (current != load) {
            return current;
        }
        entries.put(entry.origin.key(), entry);
        return null;
    }

    /** Marks the entries with these keys as invalid, and ignores the results of their loads in progress. */
    void invalidate(Predicate<String> keys) {
        loads.keySet().removeIf(keys);
        entries.asMap().forEach((key, entry) -> {
            if (keys.test(key)) {
                entry.invalidate();
            }
        });
    }

    /** Creates an entry, without storing it. */
    CacheEntry entry(Representation loaded, Origin origin, Lifetime lifetime, long fetchedAt) {
        Object body = loaded.body();
        try {
            byte[] bytes = switch (body) {
                case null -> new byte[0];
                case byte[] ready -> ready;
                default -> json.writeValueAsBytes(body);
            };
            return new CacheEntry(loaded, bytes, origin, lifetime, fetchedAt, entries.getIfPresent(origin.key()));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** Bean Validation has no constraint for MemorySize. In a smaller cache, one long list would evict all entries. */
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

    private static double bytes(Cache<String, CacheEntry> entries) {
        OptionalLong weight = entries.policy().eviction().orElseThrow().weightedSize();
        return weight.orElse(0);
    }

    /** Returns the time in milliseconds on a monotonic clock. */
    static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
