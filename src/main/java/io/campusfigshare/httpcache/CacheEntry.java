package io.campusfigshare.httpcache;

import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A cached response: what is written to the wire, when it was fetched, and how it is refreshed. Times are in
 * milliseconds.
 */
final class CacheEntry {

    /**
     * Bytes of object headers, references, Caffeine's node and the shares of two maps; a rough measurement, rounded up.
     */
    private static final int OVERHEAD_BYTES = 1024;

    final int status;
    final @Nullable CharSequence contentType;
    final Map<String, String> headers;

    /**
     * Last-Modified, in whole seconds; null if unknown, or if an earlier response with other bytes had this date or a
     * later one: If-Modified-Since would take both for the same.
     */
    final @Nullable Instant modified;

    final @Nullable CharSequence lastModified;
    final EncodedBody plain;
    final @Nullable EncodedBody gzip;
    final Origin origin;
    final long fetchedAt;
    private final Lifetime lifetime;

    /** The latest Last-Modified that was sent with other bytes. */
    private final Instant sentWithOtherBytes;

    private final AtomicLong nextRefresh;
    private volatile boolean failing;
    private volatile boolean invalidated;
    private volatile AgeHeaders ageHeaders;

    /** The headers that depend on the age; created once a second, not once a request. */
    record AgeHeaders(long seconds, CharSequence age, CharSequence hit, CharSequence stale) {
        static AgeHeaders of(long seconds, Lifetime lifetime) {
            long ttl = lifetime.maxAge() / 1000 - seconds;
            return new AgeHeaders(
                    seconds,
                    HttpHeaders.createOptimized(Long.toString(seconds)),
                    HttpHeaders.createOptimized(CacheStatus.hit(ttl)),
                    HttpHeaders.createOptimized(CacheStatus.stale(ttl)));
        }
    }

    CacheEntry(
            Representation loaded,
            byte[] body,
            Origin origin,
            Lifetime lifetime,
            long fetchedAt,
            @Nullable CacheEntry previous) {
        this.status = loaded.status();
        this.contentType = loaded.body() == null ? null : HttpHeaders.createOptimized(loaded.type());
        this.headers = loaded.headers();
        this.plain = EncodedBody.plain(body);
        this.gzip = EncodedBody.gzip(body);
        this.sentWithOtherBytes = previous == null ? Instant.MIN : previous.latestSentWithOtherBytesThan(plain);
        this.modified = sendable(loaded.lastModified());
        this.lastModified = modified == null ? null : HttpHeaders.createOptimized(HttpDate.of(modified));
        this.lifetime = lifetime;
        this.origin = origin;
        this.fetchedAt = fetchedAt;
        this.nextRefresh = new AtomicLong(fetchedAt);
        this.ageHeaders = AgeHeaders.of(0, lifetime);
    }

    private Instant latestSentWithOtherBytesThan(EncodedBody next) {
        boolean same = plain.etag().equals(next.etag());
        return same || modified == null ? sentWithOtherBytes : modified;
    }

    /** Returns null for a date in the future, too: the clock of the database may be ahead. */
    private @Nullable Instant sendable(@Nullable Instant modified) {
        Instant second = modified == null ? Instant.MIN : modified.truncatedTo(ChronoUnit.SECONDS);
        return second.isAfter(sentWithOtherBytes) && !second.isAfter(Instant.now()) ? second : null;
    }

    CharSequence cacheControl() {
        return lifetime.cacheControl();
    }

    EncodedBody body(boolean gzipAccepted) {
        return gzipAccepted && gzip != null ? gzip : plain;
    }

    boolean fresh(long now) {
        return !invalidated && now - fetchedAt < lifetime.maxAge();
    }

    /** Returns whether the entry is fresh or within stale-while-revalidate. */
    boolean staleWhileRevalidate(long now) {
        return !invalidated && now - fetchedAt < lifetime.maxAge() + lifetime.staleWhileRevalidate();
    }

    /** Returns whether the entry is fresh or within stale-if-error. */
    boolean staleIfError(long now) {
        return now - fetchedAt < lifetime.maxAge() + lifetime.staleIfError();
    }

    /** Makes the entry stale because its source changed; it is then used only if no newer response can be loaded. */
    void invalidate() {
        invalidated = true;
    }

    /**
     * Returns whether the last refresh failed and its backoff has not ended: requests do not wait for another refresh.
     */
    boolean failedRecently(long now) {
        return failing && now < nextRefresh.get();
    }

    /**
     * Serves the entry stale until the next refresh is due.
     *
     * @param nextTry when it is due
     */
    void refreshFailed(long nextTry) {
        failing = true;
        nextRefresh.set(nextTry);
    }

    /** Returns whether the caller has to refresh the entry now; no other caller gets true during the backoff. */
    boolean claimRefresh(long now, long backoff) {
        long due = nextRefresh.get();
        return now >= due && nextRefresh.compareAndSet(due, now + backoff);
    }

    AgeHeaders ageHeaders(long now) {
        long seconds = Math.max(0, (now - fetchedAt) / 1000);
        AgeHeaders current = ageHeaders;
        if (current.seconds() != seconds) {
            current = AgeHeaders.of(seconds, lifetime);
            ageHeaders = current;
        }
        return current;
    }

    /** Returns the approximate memory of the entry, in bytes. */
    int weight() {
        int headerBytes = headers.entrySet().stream()
                .mapToInt(h -> h.getKey().length() + h.getValue().length())
                .sum();
        return OVERHEAD_BYTES
                + 2 * origin.key().length()
                + headerBytes
                + plain.body().length()
                + (gzip == null ? 0 : gzip.body().length());
    }
}
