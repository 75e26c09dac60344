package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.catalogue.sync.ItemSync;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.file.ItemFiles;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Publishes the draft of a deposit once, and waits until Figshare shows the outcome. */
@Singleton
class DraftPublication {

    private static final int MAX_ATTEMPTS = 8;
    private static final Duration REREAD_DELAY = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    /** How long to wait for the public API, which may not show a publication for a minute (FACTS 1.2). */
    private static final Duration PUBLIC_TIMEOUT = Duration.ofMinutes(2);

    private final AccountApi accounts;
    private final Publication publication;
    private final FileStore files;
    private final ItemSync items;
    private final FailedSteps failures;
    private final Duration settleTime;

    DraftPublication(
            AccountApi accounts,
            Publication publication,
            FileStore files,
            ItemSync items,
            FailedSteps failures,
            FigshareConfig config) {
        this.accounts = accounts;
        this.publication = publication;
        this.files = files;
        this.items = items;
        this.failures = failures;
        this.settleTime = DepositWorkflow.settleTime(config);
    }

    /** Runs the next step: completes the draft where necessary, sends the publication, or reads its outcome. */
    void publish(DepositLease lease, long item) {
        StoredDeposit deposit = lease.deposit();
        ImpersonationContext context = deposit.context();
        ObjectNode remembered = lease.takeRecord();
        ObjectNode record = remembered == null ? accounts.article(context, item) : remembered;
        if (deposit.callStarted() != null) {
            boolean published = Publication.outcome(record).isPresent();
            accounts.enterOutcome(context, AccountApi.PUBLISH, item, published ? AuditTrail.DONE : AuditTrail.UNKNOWN);
            checkOutcome(lease, record, deposit.callStarted());
            return;
        }
        if (deposit.attempts() >= MAX_ATTEMPTS) {
            failures.giveUp(lease, DepositState.READY, FailedSteps.tooManyAttempts());
            return;
        }
        if (deposit.failingSince() != null && Publication.outcome(record).isPresent()) {
            // Figshare answered with a refusal, but published the record nevertheless.
            checkOutcome(lease, record, deposit.failingSince());
            return;
        }
        if (Marker.deposit(record).isPresent()) {
            accounts.patch(
                    context,
                    DraftCompletion.COMPLETE_DRAFT,
                    item,
                    accounts.emptyObject().set("keywords", Marker.without(record)));
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
            return;
        }
        if (deleteLateFiles(deposit, item)) {
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
            return;
        }
        Optional<Problem> incomplete = publication.findMissing(record);
        if (incomplete.isPresent()) {
            failures.returnToReady(lease, incomplete.get());
            return;
        }
        send(lease, record, item);
    }

    /**
     * Deletes files without bytes that Figshare added after this service gave up their calls. Returns whether there
     * were any.
     */
    private boolean deleteLateFiles(StoredDeposit deposit, long item) {
        if (!accounts.wasUnknown(deposit.id(), ItemFiles.ADD)) {
            return false;
        }
        var itemFiles = new ItemFiles(accounts, deposit.context(), item);
        Set<Long> late = itemFiles.findLate(files.list(deposit.id()));
        if (!late.isEmpty()) {
            itemFiles.delete(late);
        }
        return !late.isEmpty();
    }

    private void send(DepositLease lease, ObjectNode record, long item) {
        try {
            accounts.publish(lease.deposit().context(), item, () -> lease.beginCall(settleTime));
            if (Publication.isUnderFullEmbargo(record)) {
                lease.rest(DepositState.EMBARGOED, null);
            } else {
                lease.postpone(Duration.ZERO);
            }
        } catch (FigshareFailure failure) {
            if (failure.mayHaveTakenEffect()) {
                return; // The deposit is due again when the outcome can be known.
            }
            if (failure.retryAfter() == null) {
                failures.handleRefusal(lease, failure);
            } else {
                lease.schedule(DepositState.PUBLISHING, failure.retryAfter());
            }
        }
    }

    /**
     * Waits until the record shows the outcome and the public API shows a published item. Updates the catalogue with
     * that item.
     */
    private void checkOutcome(DepositLease lease, ObjectNode record, Instant callStarted) {
        Optional<DepositState> outcome = Publication.outcome(record);
        if (outcome.isEmpty()) {
            handleUnpublished(lease, callStarted);
        } else if (outcome.get() == DepositState.PUBLISHED
                && !items.syncNow(lease.deposit().requireItem())
                && !isPast(callStarted.plus(PUBLIC_TIMEOUT))) {
            lease.postpone(POLL_INTERVAL);
        } else {
            lease.rest(outcome.get(), null);
        }
    }

    /**
     * Does not send an accepted publication again, however late it becomes visible: that would create a second version.
     */
    private void handleUnpublished(DepositLease lease, Instant callStarted) {
        boolean accepted = accounts.wasDone(lease.deposit().id(), AccountApi.PUBLISH, callStarted);
        if (!isPast(callStarted.plus(accepted ? DraftCompletion.VISIBILITY_TIMEOUT : settleTime))) {
            lease.postpone(accepted ? POLL_INTERVAL : REREAD_DELAY);
        } else if (accepted) {
            failures.giveUp(
                    lease,
                    DepositState.READY,
                    FailedSteps.depositFailed("Figshare accepted the publication, but does not show it."));
        } else {
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
        }
    }

    private static boolean isPast(Instant moment) {
        return Instant.now().isAfter(moment);
    }
}
