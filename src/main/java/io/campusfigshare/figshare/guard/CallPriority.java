package io.campusfigshare.figshare.guard;

/**
 * The priority of a call in the {@link Pace}. READ and REFRESH alternate, so that neither starves; SYNC yields to both.
 */
public enum CallPriority {
    /** A client waits for an answer that is not cached. */
    READ,
    /** A cached response is refreshed in the background. */
    REFRESH,
    /** The catalogue is synchronized, which is never urgent. */
    SYNC;

    /** Returns REFRESH for the refresh of a cached response, else READ. */
    public static CallPriority of(boolean refresh) {
        return refresh ? REFRESH : READ;
    }
}
