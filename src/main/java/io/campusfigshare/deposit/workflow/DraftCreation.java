package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.RecordDeletion;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Creates the draft of a deposit. Before it sends another create, it searches for the draft of the one before. */
@Singleton
class DraftCreation {

    private static final ProblemType WRONG_OWNER =
            new ProblemType("wrong-owner", 502, "Figshare created the record for the wrong person");

    private static final int MAX_ATTEMPTS = 8;
    private static final Duration MARKER_CHECK_DELAY = Duration.ofSeconds(1);
    private static final Duration ACCOUNT_BUSY_DELAY = Duration.ofMillis(300);

    private final AccountApi accounts;
    private final RecordDeletion deletion;
    private final SentCreates sentCreates;
    private final DraftSearch search;
    private final MarkerCheck markerCheck;
    private final FailedSteps failures;
    private final StoredJson json;
    private final Duration settleTime;

    DraftCreation(
            AccountApi accounts,
            RecordDeletion deletion,
            SentCreates sentCreates,
            DraftSearch search,
            MarkerCheck markerCheck,
            FailedSteps failures,
            StoredJson json,
            FigshareConfig config) {
        this.accounts = accounts;
        this.deletion = deletion;
        this.sentCreates = sentCreates;
        this.search = search;
        this.markerCheck = markerCheck;
        this.failures = failures;
        this.json = json;
        this.settleTime = DepositWorkflow.settleTime(config);
    }

    /** Continues with the draft of an earlier create if there is one, or sends a create. */
    void findOrCreate(DepositLease lease) {
        StoredDeposit deposit = lease.deposit();
        Optional<Instant> sent = sentCreates.firstSentAt(deposit.id());
        Optional<Long> own = sent.flatMap(since -> search.inAccount(lease, since));
        Optional<Long> stray =
                own.isPresent() ? Optional.empty() : sent.flatMap(since -> search.ofAdministrator(lease, since));
        Optional<Long> found = own.or(() -> stray);
        String outcome =
                found.isPresent() ? AuditTrail.DONE : sent.isPresent() ? AuditTrail.UNKNOWN : AuditTrail.NOT_DONE;
        accounts.enterOutcome(deposit.context(), AccountApi.CREATE, found.orElse(null), outcome);
        if (own.isPresent()) {
            lease.recordFound(own.get());
        } else if (stray.isPresent()) {
            removeStray(lease, stray.get());
        } else if (deposit.attempts() >= MAX_ATTEMPTS) {
            failures.giveUp(lease, DepositState.FAILED, FailedSteps.tooManyAttempts());
        } else if (markerCheck.isPending()) {
            lease.schedule(DepositState.ACCEPTED, MARKER_CHECK_DELAY);
        } else {
            create(lease);
        }
    }

    private void create(DepositLease lease) {
        try {
            // The deposit may have been accepted before the check found that markers are not kept.
            markerCheck.requireKept();
        } catch (Problem notKept) {
            failures.retryLater(lease, notKept);
            return;
        }
        lease.renew();
        StoredDeposit deposit = lease.deposit();
        boolean byTitle = markerCheck.usesTitles();
        ObjectNode body = byTitle ? json.draftBody(deposit) : Marker.on(json.draftBody(deposit), deposit.id());
        long item;
        try {
            item = accounts.create(deposit.context(), body, () -> lease.beginCreate(settleTime, byTitle));
        } catch (FigshareFailure failure) {
            if (failure.mayHaveTakenEffect()) {
                return; // The deposit is due again when the outcome can be known.
            }
            if (!failure.wasNotSent()) {
                sentCreates.recordAnswered(deposit);
            }
            if (failure.retryAfter() == null) {
                failures.handleRefusal(lease, failure);
            } else {
                lease.schedule(DepositState.ACCEPTED, failure.retryAfter());
            }
            return;
        } catch (Problem notSent) {
            if (!notSent.type().equals(DepositLease.ACCOUNT_BUSY)) {
                throw notSent;
            }
            lease.schedule(DepositState.ACCEPTED, ACCOUNT_BUSY_DELAY);
            return;
        }
        // Recorded before the number is stored: after a stop in between, a second draft of this create is searched for.
        sentCreates.recordAnswered(deposit);
        lease.createAnswered(item);
    }

    /** Records that the answer to the create was lost, so that the next step searches for its draft. */
    void recordLost(DepositLease lease) {
        Instant started = lease.deposit().callStarted();
        if (started == null) {
            throw new IllegalStateException("No create is in progress");
        }
        sentCreates.recordLost(lease.deposit(), started);
        lease.scheduleRetry(DepositState.ACCEPTED, Duration.ZERO);
    }

    /** Deletes the draft that Figshare created for the administrator, and fails the deposit. */
    void removeStray(DepositLease lease, long stray) {
        deletion.deleteMisplaced(lease.deposit().context(), stray);
        failures.fail(
                lease,
                new Problem(
                        WRONG_OWNER,
                        "Figshare ignored the depositor and created the draft for the administrator."
                                + " That draft has been deleted. The administrators have been notified."));
    }
}
