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
                renewals(metrics, "done"),
                renewals(metrics, "failed"));
    }

    private static Counter requests(MeterRegistry metrics, String outcome) {
        return Counter.builder("http.cache.requests")
                .description("Requests of cached resources")
                .tag("outcome", outcome)
                .register(metrics);
    }

    private static Counter renewals(MeterRegistry metrics, String outcome) {
        return Counter.builder("http.cache.renewals")
                .description("Refreshes of stale answers in the background")
                .tag("outcome", outcome)
                .register(metrics);
    }
}
