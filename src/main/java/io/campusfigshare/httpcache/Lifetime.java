package io.campusfigshare.httpcache;

import io.vertx.core.http.HttpHeaders;

/** A lifetime in the form that the hot path needs: in milliseconds, with the value of Cache-Control. */
record Lifetime(long maxAge, long staleWhileRevalidate, long staleIfError, CharSequence cacheControl) {

    private static final long SHORT_MAX_AGE = 10_000;

    /**
     * Converts a configured lifetime.
     *
     * @param shareable whether shared caches may store the response (RFC 9111, section 5.2.2.9)
     */
    static Lifetime of(CacheConfig.Lifetime config, boolean shareable) {
        return new Lifetime(
                config.maxAge().toMillis(),
                config.staleWhileRevalidate().toMillis(),
                config.staleIfError().toMillis(),
                HttpHeaders.createOptimized((shareable ? "public" : "private") + ", max-age="
                        + config.maxAge().toSeconds()
                        + ", stale-while-revalidate="
                        + config.staleWhileRevalidate().toSeconds() + ", stale-if-error="
                        + config.staleIfError().toSeconds()));
    }

    /** Returns the lifetime of a response that changes soon: fresh for 10 s at most, without stale-while-revalidate. */
    static Lifetime shortLived(Lifetime usual, boolean shareable) {
        long maxAge = Math.min(usual.maxAge, SHORT_MAX_AGE);
        return new Lifetime(
                maxAge,
                0,
                usual.staleIfError,
                HttpHeaders.createOptimized((shareable ? "public" : "private") + ", max-age=" + maxAge / 1000
                        + ", stale-if-error=" + usual.staleIfError / 1000));
    }

    /** Returns the lifetime of a 404 or 410, which only this cache stores. */
    static Lifetime negative(long maxAge) {
        return new Lifetime(maxAge, 0, 0, HttpHeaders.createOptimized("no-store"));
    }
}
