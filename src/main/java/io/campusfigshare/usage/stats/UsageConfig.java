package io.campusfigshare.usage.stats;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How often usage is read from Figshare. */
@ConfigMapping(prefix = "campus.usage")
public interface UsageConfig {

    /** The age after which a request for stored usage reads it from Figshare again; 1 s to 30 days. */
    @WithDefault("1d")
    @DurationMin(seconds = 1)
    @DurationMax(days = 30)
    Duration maxAge();

    /** When a snapshot of the usage of all items begins, as a Quarkus cron expression. It runs until it is complete. */
    @WithDefault("0 0 1 * * ?")
    String snapshotCron();

    /** The interval between two checks for items whose usage is due, which new items are at once; 1 s to 1 day. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration interval();
}
