package io.campusfigshare.httpcache;

import io.vertx.core.http.HttpHeaders;

/** A configured lifetime in the form the hot path needs: milliseconds, and the header written once. */
record Lifetime(long maxAge, long staleWhileRevalidate, long staleIfError, CharSequence cacheControl) {

    /**
     * @param anybody whether a cache that many share may answer others with it
     */
    static Lifetime of(CacheConfig.Lifetime config, boolean anybody) {
        return new Lifetime(
                config.maxAge().toMillis(),
                config.staleWhileRevalidate().toMillis(),
                config.staleIfError().toMillis(),
                HttpHeaders.createOptimized((anybody ? "public" : "private") + ", max-age="
                        + config.maxAge().toSeconds()
                        + ", stale-while-revalidate="
                        + config.staleWhileRevalidate().toSeconds() + ", stale-if-error="
                        + config.staleIfError().toSeconds()));
    }

    /** For what is known to change soon: ten seconds, and after that only while nothing newer is to be had. */
    static Lifetime shortLived(Lifetime usual, boolean anybody) {
        long maxAge = Math.min(usual.maxAge, 10_000);
        return new Lifetime(
                maxAge,
                0,
                usual.staleIfError,
                HttpHeaders.createOptimized((anybody ? "public" : "private") + ", max-age=" + maxAge / 1000
                        + ", stale-if-error=" + usual.staleIfError / 1000));
    }

    /** For "there is no such thing": remembered here, and never by anybody else. */
    static Lifetime negative(long maxAge) {
        return new Lifetime(maxAge, 0, 0, HttpHeaders.createOptimized("no-store"));
    }
}
