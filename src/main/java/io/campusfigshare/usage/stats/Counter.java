package io.campusfigshare.usage.stats;

import java.util.Locale;

/** A counter of Figshare. */
public enum Counter {
    VIEWS,
    DOWNLOADS,
    SHARES;

    /** Returns the name in Figshare's API and in ours. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
