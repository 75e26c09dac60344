package io.campusfigshare.usage;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What figures are asked of.
 *
 * @param id     Figshare's number; a person's is that of the author, never the account's
 * @param portal the institution's prefix, without which Figshare counts nothing for what stands in its portal; null for
 *     what stands at figshare.com
 * @param ours   whether the institution holds it, so that its figures are kept
 * @param since  the first day that may have figures
 */
record UsageTarget(Kind kind, long id, @Nullable String portal, boolean ours, LocalDate since) {

    /** Nobody used anything before: Figshare's own beginning. */
    static final LocalDate FIRST = LocalDate.of(2011, 1, 1);

    enum Kind {
        ITEM("article"),
        PERSON("author"),
        DEPARTMENT("group"),
        COLLECTION("collection");

        private final String atFigshare;

        Kind(String atFigshare) {
            this.atFigshare = atFigshare;
        }

        /** As Stats call it. */
        String atFigshare() {
            return atFigshare;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
