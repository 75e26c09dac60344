package io.campusfigshare.door;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Configures the metrics of requests: few buckets for durations, and no labels with values that callers choose, because
 * each new value would be a new time series.
 */
class RequestMetrics {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** The upper bounds of the buckets in nanoseconds: for cache hits, database queries and calls to Figshare. */
    private static final double[] BUCKETS = {1e7, 5e7, 3e8, 1e9, 5e9};

    @Produces
    @Singleton
    MeterFilter requestMeters() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith("http.server.")
                        ? id.replaceTags(
                                StreamSupport.stream(id.getTagsAsIterable().spliterator(), false)
                                        .map(RequestMetrics::limitValues)
                                        .toList())
                        : id;
            }

            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals("http.server.requests")
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(BUCKETS)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }

    private static Tag limitValues(Tag tag) {
        return switch (tag.getKey()) {
            case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", "OTHER");
            // A request with an invalid path, which the server refuses, has no path template.
            case "uri" -> tag.getValue().matches("[\\w{}/.:-]*") ? tag : Tag.of("uri", "/{other}");
            default -> tag;
        };
    }
}
