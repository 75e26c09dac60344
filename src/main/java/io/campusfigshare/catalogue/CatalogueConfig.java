package io.campusfigshare.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When the catalogue is synced with Figshare. Used if {@code campus.institution-id} and a database are configured. */
@ConfigMapping(prefix = "campus.catalogue")
public interface CatalogueConfig {

    /** The time between two syncs of modified items, by any replica; 1 s to 1 day. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration syncInterval();

    /** When all ids are compared to find withdrawn items; a Quartz cron expression. */
    @WithDefault("0 30 2 * * ?")
    String reconcileCron();

    /** The time between two syncs of departments, which need the administrator's token; 1 s to 7 days. */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration departmentsInterval();

    /** The time between two syncs of people, which need the administrator's token; 1 s to 7 days. */
    @WithDefault("6h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration peopleInterval();

    /** The time between two syncs of all collections and projects; 1 s to 7 days. */
    @WithDefault("6h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration collectionsInterval();

    /** The time between two syncs of categories, licenses, item types and custom fields; 1 s to 7 days. */
    @WithDefault("12h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration referenceInterval();

    /**
     * How far before the mark each sync of modified items starts, because Figshare lists some changes late; 0 to 1 day.
     */
    @WithDefault("10m")
    @DurationMin
    @DurationMax(days = 1)
    Duration overlap();
}
