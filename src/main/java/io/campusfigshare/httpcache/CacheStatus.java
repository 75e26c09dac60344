package io.campusfigshare.httpcache;

/** Values of Cache-Status (RFC 9211). The value contains "stale" for every stale response. */
final class CacheStatus {

    private CacheStatus() {}

    /**
     * Returns the value for a request that waited for a load.
     *
     * @param cached whether there was a response, too old to be used
     * @param first  whether this request started the load
     */
    static String forwarded(boolean cached, boolean first) {
        return "campus-figshare; fwd=" + (cached ? "stale" : "miss") + (first ? "; stored" : "; collapsed");
    }

    static String hit(long ttl) {
        return "campus-figshare; hit; ttl=" + ttl;
    }

    static String stale(long ttl) {
        return hit(ttl) + "; detail=stale";
    }
}
