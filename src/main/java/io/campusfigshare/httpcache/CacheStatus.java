package io.campusfigshare.httpcache;

/** What became of a request here, as RFC 9211 writes it. "stale" is always in the line when the answer is. */
final class CacheStatus {

    private CacheStatus() {}

    /**
     * @param known whether there was an answer, too old to be used
     * @param first whether this request is the one that asked
     */
    static String forwarded(boolean known, boolean first) {
        return "campus-figshare; fwd=" + (known ? "stale" : "miss") + (first ? "; stored" : "; collapsed");
    }

    static String hit(long ttl) {
        return "campus-figshare; hit; ttl=" + ttl;
    }

    static String stale(long ttl) {
        return hit(ttl) + "; detail=stale";
    }
}
