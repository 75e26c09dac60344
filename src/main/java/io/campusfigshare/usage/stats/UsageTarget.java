package io.campusfigshare.usage.stats;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An item, person, department or collection that has usage.
 *
 * @param id     Figshare's id; for a person the author id, not the account id
 * @param portal the institution's prefix in the Stats API, without which Stats counts nothing for its portal; null for
 *     what is published at figshare.com
 * @param ours   whether it belongs to the institution, so that its usage is stored in the database
 * @param since  the first day that can have usage
 */
public record UsageTarget(Kind kind, long id, @Nullable String portal, boolean ours, LocalDate since) {

    /** The first day that can have usage: when Figshare began. */
    public static final LocalDate FIRST = LocalDate.of(2011, 1, 1);

    public enum Kind {
        ITEM("article"),
        PERSON("author"),
        DEPARTMENT("group"),
        COLLECTION("collection");

        private final String atFigshare;

        Kind(String atFigshare) {
            this.atFigshare = atFigshare;
        }

        /** Returns the name in the Stats API. */
        String atFigshare() {
            return atFigshare;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
