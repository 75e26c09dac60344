package io.campusfigshare.deposit.workflow;

import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs the steps of a deposit until it reaches a resting state. Each step stores what it is about to do before its
 * call, and the outcome before the next call, so that any replica can continue after a crash. A call that may be
 * repeated is repeated. After a create with an unknown outcome, the draft is searched for before another create is
 * sent.
 */
@Singleton
public class DepositWorkflow {

    /** The record no longer exists at Figshare, or the deposit was deleted. */
    public static final ProblemType GONE = new ProblemType("deposit-gone", 410, "The deposit has been deleted");

    private final DraftCreation creation;
    private final DraftCompletion completion;
    private final DraftPublication publication;
    private final FailedSteps failures;

    DepositWorkflow(
            DraftCreation creation, DraftCompletion completion, DraftPublication publication, FailedSteps failures) {
        this.creation = creation;
        this.completion = completion;
        this.publication = publication;
        this.failures = failures;
    }

    /**
     * Returns how long to wait after a call without an answer until its outcome is visible: twice the timeout of a
     * call.
     */
    static Duration settleTime(FigshareConfig config) {
        return config.timeout().multipliedBy(2);
    }

    /**
     * Runs steps until the deposit rests, or the next step is due after {@code deadline}.
     *
     * @param deadline a value of {@link System#nanoTime}
     */
    public void run(DepositLease lease, long deadline) {
        if (lease.deposit().isPublicationRetryDue()) {
            lease.resumePublication();
        }
        while (lease.deposit().state().isInProgress()) {
            Instant due = lease.deposit().nextStep();
            Duration wait = due == null ? Duration.ZERO : Duration.between(Instant.now(), due);
            if (wait.isPositive()) {
                if (System.nanoTime() + wait.toNanos() > deadline) {
                    return;
                }
                Pause.of(wait);
            }
            runStep(lease);
        }
    }

    private void runStep(DepositLease lease) {
        StoredDeposit deposit = lease.deposit();
        try {
            switch (deposit.state()) {
                case ACCEPTED -> creation.findOrCreate(lease);
                case DRAFTING -> {
                    if (deposit.item() != null) {
                        completion.complete(lease, deposit.item());
                    } else if (deposit.answeredItem() != null) {
                        completion.verify(lease, deposit.answeredItem());
                    } else {
                        creation.recordLost(lease);
                    }
                }
                case PUBLISHING -> publication.publish(lease, deposit.requireItem());
                default -> throw new IllegalStateException("No step for state " + deposit.state());
            }
        } catch (FigshareFailure failure) {
            // The failed call may be repeated. An accepted deposit is not given up because Figshare is down.
            Duration wait = failure.retryAfter();
            if (wait != null) {
                lease.postpone(wait);
            } else {
                failures.retryLater(lease, failure);
            }
        } catch (Problem problem) {
            if (!problem.type().equals(DepositStore.EXISTS)) {
                throw problem;
            }
            failures.fail(lease, problem);
        }
    }
}
