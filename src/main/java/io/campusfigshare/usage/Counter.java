package io.campusfigshare.usage;

import java.util.Locale;

/** What Figshare counts. */
enum Counter {
    VIEWS,
    DOWNLOADS,
    SHARES;

    /** As Figshare and we write it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
