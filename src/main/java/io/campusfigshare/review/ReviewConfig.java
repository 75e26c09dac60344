package io.campusfigshare.review;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The settings of reviews. */
@ConfigMapping(prefix = "campus.reviews")
public interface ReviewConfig {

    /** How often the reviews are copied from Figshare, which takes a call if nothing has changed; 10 s to 1 day. */
    @WithDefault("1m")
    @DurationMin(seconds = 10)
    @DurationMax(days = 1)
    Duration syncInterval();
}
