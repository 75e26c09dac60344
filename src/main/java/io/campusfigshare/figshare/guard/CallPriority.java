package io.campusfigshare.figshare.guard;

/** Origin waits for a turn. The first two take turns, so that neither starves the other; the last waits for both. */
public enum CallPriority {
    /** Somebody waits for an answer that we do not have. */
    READ,
    /** A known answer is renewed behind the scenes. */
    REFRESH,
    /** The catalogue follows Figshare, which can always wait. */
    SYNC;

    public static CallPriority of(boolean refresh) {
        return refresh ? REFRESH : READ;
    }
}
