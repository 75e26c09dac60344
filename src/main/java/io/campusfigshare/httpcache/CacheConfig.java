package io.campusfigshare.httpcache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much the response cache holds, and for how long. */
@ConfigMapping(prefix = "campus.cache")
public interface CacheConfig {

    /** The memory that kept answers may take, keys and bookkeeping included; at least 1M. */
    @WithDefault("64M")
    MemorySize maxSize();

    /** How long "there is no such thing" is remembered; 0 to 1 day. */
    @WithDefault("1m")
    @DurationMin
    @DurationMax(days = 1)
    Duration negativeMaxAge();

    /** The shortest time between two tries to renew one answer; 100 ms to 1 min. */
    @WithDefault("2s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration refreshBackoff();

    /** By the name that a resource gives its kind of answer. */
    Map<String, Lifetime> lifetimes();

    /** How long one kind of answer may be used (RFC 9111, RFC 5861). */
    interface Lifetime {

        /** Fresh for so long. */
        @DurationMin
        @DurationMax(days = 365)
        Duration maxAge();

        /** Then served as it is for so long, while it is renewed behind the scenes. */
        @DurationMin
        @DurationMax(days = 365)
        Duration staleWhileRevalidate();

        /** And for so long, counted from the end of max-age, whenever renewing fails. */
        @DurationMin
        @DurationMax(days = 365)
        Duration staleIfError();
    }
}
