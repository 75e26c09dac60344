package io.campusfigshare.usage;

import java.util.Locale;

/** A counter of Figshare. */
enum Counter {
    VIEWS,
    DOWNLOADS,
    SHARES;

    /** Returns the name in Figshare's API and in ours. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
