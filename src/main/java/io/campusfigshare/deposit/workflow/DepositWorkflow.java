package io.campusfigshare.deposit.workflow;

import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs the steps of a deposit until it reaches a resting state. Each step is stored before its call and after it, so that any
 * replica can continue after a stop. A call that may be repeated is repeated. The draft of a create whose outcome is unknown is
 * searched for before another create is sent.
 */
@Singleton
public class DepositWorkflow {

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

    /** Returns the time after which the outcome of a call that was given up is visible: twice the timeout. */
    static Duration outcomeKnown(FigshareConfig config) {
        return config.timeout().multipliedBy(2);
    }

    /**
     * Runs steps until the deposit rests, or until the next step is due later than {@code until}.
     *
     * @param until a time of {@link System#nanoTime}
     */
    public void run(DepositLease lease, long until) {
        if (lease.deposit().isPublicationRetryDue()) {
            lease.resumePublication();
        }
        while (lease.deposit().state().isInProgress()) {
            Instant due = lease.deposit().nextStep();
            Duration wait = due == null ? Duration.ZERO : Duration.between(Instant.now(), due);
            if (wait.isPositive()) {
                if (System.nanoTime() + wait.toNanos() > until) {
                    return;
                }
                Pause.of(wait);
            }
            step(lease);
        }
    }

    private void step(DepositLease lease) {
        StoredDeposit deposit = lease.deposit();
        try {
            switch (deposit.state()) {
                case ACCEPTED -> creation.findOrCreate(lease);
                case DRAFTING -> {
                    if (deposit.item() != null) {
                        completion.finish(lease, deposit.item());
                    } else if (deposit.answeredItem() != null) {
                        completion.verify(lease, deposit.answeredItem());
                    } else {
                        creation.recordLost(lease);
                    }
                }
                case PUBLISHING -> publication.publish(lease, deposit.requireItem());
                default -> throw new IllegalStateException("No step leads on from " + deposit.state());
            }
        } catch (FigshareFailure failed) {
            // The failed call may be repeated. An accepted deposit is not given up because Figshare is down.
            Duration wait = failed.retryAfter();
            if (wait != null) {
                lease.postpone(wait);
            } else {
                failures.retryLater(lease, failed);
            }
        }
    }
}
