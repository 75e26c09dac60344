package io.campusfigshare.httpcache;

/** What became of a request here, as RFC 9211 writes it. "stale" is always in the line when the answer is. */
final class CacheStatus {

    static final String MISS = "campus-figshare; fwd=miss; stored";
    static final String COLLAPSED = "campus-figshare; fwd=miss; collapsed";
    static final String RENEWED = "campus-figshare; fwd=stale; stored";

    private CacheStatus() {}

    static String hit(long ttl) {
        return "campus-figshare; hit; ttl=" + ttl;
    }

    static String stale(long ttl) {
        return hit(ttl) + "; detail=stale";
    }
}
