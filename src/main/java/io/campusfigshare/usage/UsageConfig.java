package io.campusfigshare.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When figures are asked for. */
@ConfigMapping(prefix = "campus.usage")
public interface UsageConfig {

    /** How old figures may be before Figshare is asked again when somebody wants them; 1 s to 30 days. */
    @WithDefault("1d")
    @DurationMin(seconds = 1)
    @DurationMax(days = 30)
    Duration maxAge();

    /** When a snapshot of the figures of all items begins, as a cron expression of Quarkus; it goes on until it is done. */
    @WithDefault("0 0 1 * * ?")
    String snapshotCron();

    /** Between two looks for items whose figures are due, so that a new item need not wait for the night; 1 s to 1 day. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration interval();
}
