package io.campusfigshare.httpcache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The size of the response cache and the lifetimes of its responses. */
@ConfigMapping(prefix = "campus.cache")
public interface CacheConfig {

    /** The maximum memory of cached responses, including keys and overhead; at least 1M. */
    @WithDefault("64M")
    MemorySize maxSize();

    /** How long a 404 or 410 is cached; 0 to 1 day. */
    @WithDefault("1m")
    @DurationMin
    @DurationMax(days = 1)
    Duration negativeMaxAge();

    /** The minimum time between two attempts to refresh a response; 100 ms to 1 min. */
    @WithDefault("2s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration refreshBackoff();

    /** The lifetimes by the name that a resource passes to the cache. */
    Map<String, Lifetime> lifetimes();

    /** How long a response may be used (RFC 9111, RFC 5861). */
    interface Lifetime {

        /** How long the response is fresh; 0 to 365 days. */
        @DurationMin
        @DurationMax(days = 365)
        Duration maxAge();

        /** How long after max-age the response is served stale during a refresh in the background; 0 to 365 days. */
        @DurationMin
        @DurationMax(days = 365)
        Duration staleWhileRevalidate();

        /** How long after max-age the response is served stale if a refresh fails; 0 to 365 days. */
        @DurationMin
        @DurationMax(days = 365)
        Duration staleIfError();
    }
}
