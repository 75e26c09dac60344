package io.campusfigshare.httpcache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counters of the outcomes of requests and refreshes. */
record CacheMetrics(
        Counter hit, Counter stale, Counter miss, Counter coalesced, Counter refreshed, Counter refreshFailed) {

    static CacheMetrics in(MeterRegistry metrics) {
        return new CacheMetrics(
                requests(metrics, "hit"),
                requests(metrics, "stale"),
                requests(metrics, "miss"),
                requests(metrics, "coalesced"),
                metrics.counter("http.cache.renewals", "outcome", "done"),
                metrics.counter("http.cache.renewals", "outcome", "failed"));
    }

    private static Counter requests(MeterRegistry metrics, String outcome) {
        return metrics.counter("http.cache.requests", "outcome", outcome);
    }
}
