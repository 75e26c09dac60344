package io.campusfigshare.door;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Keeps what callers invent out of the tags of metrics, where each new value would be a time series for ever. */
class RequestMeters {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    @Produces
    @Singleton
    MeterFilter bounded() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith("http.server.")
                        ? id.replaceTags(
                                StreamSupport.stream(id.getTagsAsIterable().spliterator(), false)
                                        .map(RequestMeters::bounded)
                                        .toList())
                        : id;
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
