package io.campusfigshare.deposit.workflow;

import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides after a failed step whether the deposit is retried later, rests or fails. Stores the problem with the
 * deposit.
 */
@Singleton
class FailedSteps {

    private static final ProblemType DEPOSIT_FAILED =
            new ProblemType("deposit-failed", 502, "Figshare did not process the deposit");

    private static final Duration RETRY_PERIOD = Duration.ofDays(1);
    private static final Duration MIN_RETRY_DELAY = Duration.ofSeconds(30);
    private static final Duration MAX_RETRY_DELAY = Duration.ofHours(1);

    /**
     * Ends the step if Figshare rejected the values that were sent (400, 422). Any other refusal may be temporary: the
     * step is retried.
     */
    void handleRefusal(DepositLease lease, FigshareFailure failure) {
        if (failure.kind() == FigshareFailure.Kind.INVALID) {
            lease.rest(restingState(lease.deposit()), Problems.toJson(failure));
        } else {
            retryLater(lease, failure);
        }
    }

    /**
     * Schedules a retry after 30 s, then after as long as the step has been failing, which doubles each wait, and at
     * most after an hour. Gives up after a day.
     */
    void retryLater(DepositLease lease, Problem problem) {
        StoredDeposit deposit = lease.deposit();
        DepositState failed = restingState(deposit);
        Duration failing = deposit.failingSince() == null
                ? Duration.ZERO
                : Duration.between(deposit.failingSince(), Instant.now());
        if (failing.compareTo(RETRY_PERIOD) > 0) {
            lease.giveUp(failed, Problems.toJson(problem));
            return;
        }
        boolean noDraft = deposit.item() == null && deposit.answeredItem() == null;
        // While a publication waits for its retry, the draft is READY and can be edited and deleted.
        DepositState next = failed == DepositState.READY ? failed : noDraft ? DepositState.ACCEPTED : deposit.state();
        lease.retryAfterFailure(next, Problems.toJson(problem), clampDelay(failing));
    }

    private static Duration clampDelay(Duration wait) {
        return wait.compareTo(MIN_RETRY_DELAY) < 0
                ? MIN_RETRY_DELAY
                : wait.compareTo(MAX_RETRY_DELAY) > 0 ? MAX_RETRY_DELAY : wait;
    }

    private static DepositState restingState(StoredDeposit deposit) {
        return deposit.state() == DepositState.PUBLISHING ? DepositState.READY : DepositState.FAILED;
    }

    /** Sets the deposit to FAILED. */
    void fail(DepositLease lease, Problem problem) {
        lease.rest(DepositState.FAILED, Problems.toJson(problem));
    }

    /** Stops the retries. The caller can start another: POST …/retry. */
    void giveUp(DepositLease lease, DepositState state, Problem problem) {
        lease.giveUp(state, Problems.toJson(problem));
    }

    /** Ends the publication with the problem. The draft stays as it is. */
    void returnToReady(DepositLease lease, Problem problem) {
        lease.rest(DepositState.READY, Problems.toJson(problem));
    }

    static Problem tooManyAttempts() {
        return depositFailed("Figshare failed too often. Try again later.");
    }

    static Problem depositFailed(String detail) {
        return new Problem(DEPOSIT_FAILED, detail);
    }
}
