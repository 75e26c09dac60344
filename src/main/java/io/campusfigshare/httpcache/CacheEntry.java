package io.campusfigshare.httpcache;

import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A kept answer: what is written to the wire, when it was fetched, and how it is renewed. */
final class CacheEntry {

    /** Object headers, references, Caffeine's node and the two maps' share; measured roughly, on the safe side. */
    private static final int OVERHEAD = 1024;

    final int status;
    final @Nullable CharSequence contentType;
    final Map<String, String> headers;

    /** In whole seconds; null where it is not known, or would tell those who have other bytes that these are the same. */
    final @Nullable Instant modified;

    final @Nullable CharSequence lastModified;
    final EncodedBody plain;
    final @Nullable EncodedBody gzip;
    final Origin origin;
    final long fetchedAt;
    private final Lifetime lifetime;

    /** The latest date that was told with other bytes. */
    private final Instant toldBefore;

    private final AtomicLong nextRefresh;
    private volatile boolean failing;
    private volatile boolean outdated;
    private volatile Stamp stamp;

    /** The two headers that change each second, so that they are written once a second and not once a request. */
    record Stamp(long age, CharSequence ageHeader, CharSequence hit, CharSequence stale) {
        static Stamp of(long age, Lifetime lifetime) {
            long ttl = lifetime.maxAge() / 1000 - age;
            return new Stamp(
                    age,
                    HttpHeaders.createOptimized(Long.toString(age)),
                    HttpHeaders.createOptimized(CacheStatus.hit(ttl)),
                    HttpHeaders.createOptimized(CacheStatus.stale(ttl)));
        }
    }

    CacheEntry(
            Representation from,
            byte[] body,
            Origin origin,
            Lifetime lifetime,
            long fetchedAt,
            @Nullable CacheEntry before) {
        this.status = from.status();
        this.contentType = from.body() == null ? null : HttpHeaders.createOptimized(from.type());
        this.headers = from.headers();
        this.plain = EncodedBody.plain(body);
        this.gzip = EncodedBody.gzip(body);
        this.toldBefore = before == null ? Instant.MIN : before.toldBeside(plain);
        this.modified = tellable(from.lastModified());
        this.lastModified = modified == null ? null : HttpHeaders.createOptimized(HttpDate.of(modified));
        this.lifetime = lifetime;
        this.origin = origin;
        this.fetchedAt = fetchedAt;
        this.nextRefresh = new AtomicLong(fetchedAt);
        this.stamp = Stamp.of(0, lifetime);
    }

    private Instant toldBeside(EncodedBody next) {
        boolean same = plain.etag().equals(next.etag());
        return same || modified == null ? toldBefore : modified;
    }

    /** Not in the future either, where the clock of the database is ahead of ours. */
    private @Nullable Instant tellable(@Nullable Instant moment) {
        Instant second = moment == null ? Instant.MIN : moment.truncatedTo(ChronoUnit.SECONDS);
        return second.isAfter(toldBefore) && !second.isAfter(Instant.now()) ? second : null;
    }

    CharSequence cacheControl() {
        return lifetime.cacheControl();
    }

    EncodedBody variant(boolean gzipAccepted) {
        return gzipAccepted && gzip != null ? gzip : plain;
    }

    boolean fresh(long now) {
        return !outdated && now - fetchedAt < lifetime.maxAge();
    }

    boolean servableWhileRenewed(long now) {
        return !outdated && now - fetchedAt < lifetime.maxAge() + lifetime.staleWhileRevalidate();
    }

    boolean servableOnError(long now) {
        return now - fetchedAt < lifetime.maxAge() + lifetime.staleIfError();
    }

    /** It is known to have changed: only for when no newer one is to be had. */
    void invalidate() {
        outdated = true;
    }

    /** Whether the last try to renew it failed, and so lately that nobody need wait for another. */
    boolean failedJustNow(long now) {
        return failing && now < nextRefresh.get();
    }

    /** Until then it is served as it is, and nobody tries again. */
    void renewFailed(long nextTry) {
        failing = true;
        nextRefresh.set(nextTry);
    }

    /** Whether this caller is the one to renew it now. */
    boolean claimRefresh(long now, long backoff) {
        long due = nextRefresh.get();
        return now >= due && nextRefresh.compareAndSet(due, now + backoff);
    }

    Stamp stamp(long now) {
        long age = Math.max(0, (now - fetchedAt) / 1000);
        Stamp current = stamp;
        if (current.age() != age) {
            current = Stamp.of(age, lifetime);
            stamp = current;
        }
        return current;
    }

    int weight() {
        int headerBytes = headers.entrySet().stream()
                .mapToInt(h -> h.getKey().length() + h.getValue().length())
                .sum();
        return OVERHEAD
                + 2 * origin.key().length()
                + headerBytes
                + plain.body().length()
                + (gzip == null ? 0 : gzip.body().length());
    }
}
