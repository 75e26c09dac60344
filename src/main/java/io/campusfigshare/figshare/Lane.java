package io.campusfigshare.figshare;

/** Who waits for a turn; the lanes take turns, so that neither starves the other. */
public enum Lane {
    /** Somebody waits for an answer that we do not have. */
    READ,
    /** A known answer is renewed behind the scenes. */
    REFRESH;

    public static Lane of(boolean refresh) {
        return refresh ? REFRESH : READ;
    }
}
