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
 * What is measured of requests: with few durations told apart, and without what callers invent, of which each new value
 * would be a time series for ever.
 */
class RequestMetrics {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** Up to which durations answers are counted, in nanoseconds: what a hit, a question and Figshare take. */
    private static final double[] BOUNDS = {1e7, 5e7, 3e8, 1e9, 5e9};

    @Produces
    @Singleton
    MeterFilter bounded() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith("http.server.")
                        ? id.replaceTags(
                                StreamSupport.stream(id.getTagsAsIterable().spliterator(), false)
                                        .map(RequestMetrics::bounded)
                                        .toList())
                        : id;
            }

            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals("http.server.requests")
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(BOUNDS)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }

    private static Tag bounded(Tag tag) {
        return switch (tag.getKey()) {
            case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", "OTHER");
            // What the server itself refuses (a path that is no URI) never came as far as to have a template.
            case "uri" -> tag.getValue().matches("[\\w{}/.:-]*") ? tag : Tag.of("uri", "/{other}");
            default -> tag;
        };
    }
}
