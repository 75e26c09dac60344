package io.campusfigshare.figshare.guard;

/**
 * Keeps retries from multiplying the load of a failing Figshare: every first attempt earns a tenth of a retry, and what
 * is saved up is bounded, so that over any long run retries add at most 10 %.
 */
final class RetryBudget {

    private static final int EARNED_PER_CALL = 1;
    private static final int COST = 10;
    private static final int SAVED_AT_MOST = 20 * COST;

    private int saved = SAVED_AT_MOST;

    synchronized void earn() {
        saved = Math.min(SAVED_AT_MOST, saved + EARNED_PER_CALL);
    }

    /** Whether there is enough for one retry, which is then spent. */
    synchronized boolean spend() {
        if (saved < COST) {
            return false;
        }
        saved -= COST;
        return true;
    }
}
