package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The publication date of an item. */
public final class PublicationDates {

    private PublicationDates() {}

    /** Returns the day of publication, or else the closest known date; null if there is none. */
    public static @Nullable LocalDate published(Item item) {
        Item.Timeline timeline = item.timeline();
        return Stream.of(
                        item.published(),
                        timeline == null ? null : timeline.firstOnline(),
                        timeline == null ? null : timeline.posted(),
                        item.created(),
                        item.modified())
                .filter(Objects::nonNull)
                .findFirst()
                .map(PublicationDates::day)
                .orElse(null);
    }

    /** Returns the day in UTC. */
    public static LocalDate day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
