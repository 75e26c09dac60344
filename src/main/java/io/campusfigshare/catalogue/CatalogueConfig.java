package io.campusfigshare.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the institution's items are followed. In use when {@code campus.institution-id} and a database are configured. */
@ConfigMapping(prefix = "campus.catalogue")
public interface CatalogueConfig {

    /** Between two questions for what was modified; one replica asks; 1 s to 1 day. */
    @WithDefault("1m")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration syncInterval();

    /** When all ids are listed to find what was withdrawn, as a Quartz cron expression. */
    @WithDefault("0 30 2 * * ?")
    String reconcileCron();

    /** Between two looks at the institution's departments, which need the administrator's token; 1 s to 7 days. */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration departmentsInterval();

    /** Between two looks at the institution's people, which need the administrator's token; 1 s to 7 days. */
    @WithDefault("6h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration peopleInterval();

    /** Between two looks at the institution's collections and projects, whole; 1 s to 7 days. */
    @WithDefault("6h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration collectionsInterval();

    /** Between two looks at categories, licenses, item types and custom fields; 1 s to 7 days. */
    @WithDefault("12h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration referenceInterval();

    /** How far behind the last change seen each question starts, for those that Figshare shows late; 0 to 1 day. */
    @WithDefault("10m")
    @DurationMin
    @DurationMax(days = 1)
    Duration overlap();
}
