package io.campusfigshare.figshare.guard;

/**
 * Limits the load that retries add to a failing Figshare. Each first attempt earns a tenth of a retry. The savings are
 * bounded, so that in the long run retries add at most 10 % to the calls.
 */
final class RetryBudget {

    private static final int EARNED_PER_CALL = 1;
    private static final int COST_PER_RETRY = 10;
    private static final int MAX_SAVED = 20 * COST_PER_RETRY;

    private int saved = MAX_SAVED;

    /** Adds the share of one first attempt. */
    synchronized void earn() {
        saved = Math.min(MAX_SAVED, saved + EARNED_PER_CALL);
    }

    /** Spends one retry and returns true, or returns false if the budget does not suffice. */
    synchronized boolean spend() {
        if (saved < COST_PER_RETRY) {
            return false;
        }
        saved -= COST_PER_RETRY;
        return true;
    }
}
