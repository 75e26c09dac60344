package io.campusfigshare.catalogue.article;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.figshare.Dates;
import org.jspecify.annotations.Nullable;

/** The timeline of an {@link Article}. Its fields are in camelCase, unlike those of other objects. */
record ArticleTimeline(
        @Nullable String posted,
        @Nullable String submission,
        @Nullable String revision,
        @Nullable String firstOnline,
        @Nullable String publisherPublication,
        @Nullable String publisherAcceptance) {

    /** Returns null for an empty object, which drafts and some lists contain. */
    Item.@Nullable Timeline toTimeline() {
        var dates = new Item.Timeline(
                Dates.utc(posted),
                Dates.utc(submission),
                Dates.utc(revision),
                Dates.utc(firstOnline),
                Dates.utc(publisherPublication),
                Dates.utc(publisherAcceptance));
        return dates.equals(NO_DATES) ? null : dates;
    }

    private static final Item.Timeline NO_DATES = new Item.Timeline(null, null, null, null, null, null);
}
