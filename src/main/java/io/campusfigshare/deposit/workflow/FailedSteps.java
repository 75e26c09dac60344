package io.campusfigshare.deposit.workflow;

import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** Stores what follows from a step that failed: another try later, or the end of the deposit. */
@Singleton
class FailedSteps {

    static final ProblemType GAVE_UP = new ProblemType("deposit-failed", 502, "Figshare could not be brought to do it");

    private static final Duration RETRY_PERIOD = Duration.ofDays(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private final StoredJson json;

    FailedSteps(StoredJson json) {
        this.json = json;
    }

    /**
     * Figshare has refused a step. A refusal of the values (400, 422) is final. Any other refusal may pass, and the step is tried
     * again.
     */
    void refused(DepositLease lease, FigshareFailure failure) {
        if (failure.kind() == FigshareFailure.Kind.INVALID) {
            lease.rest(restingState(lease.deposit()), json.text(failure));
        } else {
            retryLater(lease, failure);
        }
    }

    /**
     * Schedules another try after 30 s, then after as long as the step has failed already, at most an hour. Gives up after a day.
     */
    void retryLater(DepositLease lease, Problem problem) {
        StoredDeposit deposit = lease.deposit();
        DepositState restingState = restingState(deposit);
        Duration failing = deposit.failingSince() == null
                ? Duration.ZERO
                : Duration.between(deposit.failingSince(), Instant.now());
        if (failing.compareTo(RETRY_PERIOD) > 0) {
            lease.giveUp(restingState, json.text(problem));
            return;
        }
        boolean noDraft = deposit.item() == null && deposit.answeredItem() == null;
        // While a publication waits for its next try, the draft is READY and can be edited and deleted.
        DepositState next =
                restingState == DepositState.READY ? restingState : noDraft ? DepositState.ACCEPTED : deposit.state();
        lease.retryAfterFailure(next, json.text(problem), clamp(failing));
    }

    private static Duration clamp(Duration wait) {
        return wait.compareTo(FIRST_RETRY) < 0 ? FIRST_RETRY : wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }

    private static DepositState restingState(StoredDeposit deposit) {
        return deposit.state() == DepositState.PUBLISHING ? DepositState.READY : DepositState.FAILED;
    }

    /** Ends the deposit. */
    void fail(DepositLease lease, Problem problem) {
        lease.rest(DepositState.FAILED, json.text(problem));
    }

    /** Stops the tries. The caller can start them again: POST …/retry. */
    void giveUp(DepositLease lease, DepositState state, Problem problem) {
        lease.giveUp(state, json.text(problem));
    }

    /** The draft stays as it is; the publication ends with the problem. */
    void keepDraft(DepositLease lease, Problem problem) {
        lease.rest(DepositState.READY, json.text(problem));
    }

    static Problem gaveUp() {
        return new Problem(GAVE_UP, "Figshare has failed too often. Try again later.");
    }
}
