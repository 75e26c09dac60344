package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.audit.AuditTrail;
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
            new ProblemType("wrong-owner", 502, "Figshare made the record for somebody else");

    private static final int MAX_ATTEMPTS = 8;
    private static final Duration WHILE_MARKERS_ARE_CHECKED = Duration.ofSeconds(1);
    private static final Duration WHILE_ACCOUNT_IS_BUSY = Duration.ofMillis(300);

    private final AccountApi figshare;
    private final SentCreates sentCreates;
    private final DraftSearch search;
    private final MarkerCheck markerCheck;
    private final FailedSteps failures;
    private final StoredJson json;
    private final Duration outcomeKnown;

    DraftCreation(
            AccountApi figshare,
            SentCreates sentCreates,
            DraftSearch search,
            MarkerCheck markerCheck,
            FailedSteps failures,
            StoredJson json,
            FigshareConfig config) {
        this.figshare = figshare;
        this.sentCreates = sentCreates;
        this.search = search;
        this.markerCheck = markerCheck;
        this.failures = failures;
        this.json = json;
        this.outcomeKnown = DepositWorkflow.outcomeKnown(config);
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
        figshare.ended(deposit.context(), AccountApi.CREATE, found.orElse(null), outcome);
        if (own.isPresent()) {
            lease.recordFound(own.get());
        } else if (stray.isPresent()) {
            removeStray(lease, stray.get());
        } else if (deposit.attempts() >= MAX_ATTEMPTS) {
            failures.giveUp(lease, DepositState.FAILED, FailedSteps.gaveUp());
        } else if (markerCheck.isPending()) {
            lease.schedule(DepositState.ACCEPTED, WHILE_MARKERS_ARE_CHECKED);
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
        long number;
        try {
            number = figshare.create(deposit.context(), body, () -> lease.beginCreate(outcomeKnown, byTitle));
        } catch (FigshareFailure failed) {
            if (failed.mayHaveHappened()) {
                return; // The deposit is due again when the outcome can be known.
            }
            if (!failed.wasNotSent()) {
                sentCreates.recordAnswered(deposit);
            }
            if (failed.retryAfter() == null) {
                failures.refused(lease, failed);
            } else {
                lease.schedule(DepositState.ACCEPTED, failed.retryAfter());
            }
            return;
        } catch (Problem unsent) {
            if (!unsent.type().equals(DepositLease.ACCOUNT_BUSY)) {
                throw unsent;
            }
            lease.schedule(DepositState.ACCEPTED, WHILE_ACCOUNT_IS_BUSY);
            return;
        }
        // Recorded before the number is stored: after a stop in between, a second draft of this create is searched for.
        sentCreates.recordAnswered(deposit);
        lease.createAnswered(number);
    }

    /** The create was not answered in time. Records it as lost, so that the next step searches for its draft. */
    void recordLost(DepositLease lease) {
        Instant started = lease.deposit().callStarted();
        if (started == null) {
            throw new IllegalStateException("No create is under way");
        }
        sentCreates.recordLost(lease.deposit(), started);
        lease.scheduleRetry(DepositState.ACCEPTED, Duration.ZERO);
    }

    /** Deletes the draft that Figshare made for the administrator, and ends the deposit. */
    void removeStray(DepositLease lease, long stray) {
        figshare.removeStray(lease.deposit().context(), stray);
        failures.fail(
                lease,
                new Problem(
                        WRONG_OWNER,
                        "Figshare ignored whom the deposit is for. Its draft has been deleted, and the administrators know."));
    }
}
