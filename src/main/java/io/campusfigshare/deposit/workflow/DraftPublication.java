package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.sync.ItemSync;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.audit.AuditTrail;
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
    private static final Duration BEFORE_NEXT_READ = Duration.ofSeconds(1);
    private static final Duration BETWEEN_READS = Duration.ofSeconds(2);

    /** The public API may not show a publication for a minute (FACTS 1.2). */
    private static final Duration MAX_UNTIL_PUBLIC = Duration.ofMinutes(2);

    private final AccountApi figshare;
    private final Publication publication;
    private final FileStore files;
    private final ItemSync items;
    private final FailedSteps failures;
    private final Duration outcomeKnown;

    DraftPublication(
            AccountApi figshare,
            Publication publication,
            FileStore files,
            ItemSync items,
            FailedSteps failures,
            FigshareConfig config) {
        this.figshare = figshare;
        this.publication = publication;
        this.files = files;
        this.items = items;
        this.failures = failures;
        this.outcomeKnown = DepositWorkflow.outcomeKnown(config);
    }

    /** Runs the next step: completes the draft where necessary, sends the publication, or reads its outcome. */
    void publish(DepositLease lease, long item) {
        StoredDeposit deposit = lease.deposit();
        ImpersonationContext context = deposit.context();
        ObjectNode remembered = lease.takeRecord();
        ObjectNode record = remembered == null ? figshare.article(context, item) : remembered;
        if (deposit.callStarted() != null) {
            boolean shown = Publication.outcome(record).isPresent();
            figshare.ended(context, AccountApi.PUBLISH, item, shown ? AuditTrail.DONE : AuditTrail.UNKNOWN);
            readOutcome(lease, record, deposit.callStarted());
            return;
        }
        if (deposit.attempts() >= MAX_ATTEMPTS) {
            failures.giveUp(lease, DepositState.READY, FailedSteps.gaveUp());
            return;
        }
        if (deposit.failingSince() != null && Publication.outcome(record).isPresent()) {
            // Figshare refused the publication, and has published nevertheless.
            readOutcome(lease, record, deposit.failingSince());
            return;
        }
        if (Marker.deposit(record).isPresent()) {
            figshare.patch(
                    context, DraftCompletion.FINISH, item, figshare.empty().set("keywords", Marker.without(record)));
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
            return;
        }
        if (removesLateFiles(deposit, item)) {
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
            return;
        }
        Optional<Problem> incomplete = publication.gaps(record);
        if (incomplete.isPresent()) {
            failures.keepDraft(lease, incomplete.get());
            return;
        }
        send(lease, record, item);
    }

    /** Deletes entries of files that Figshare added after their calls were given up. Returns whether there were any. */
    private boolean removesLateFiles(StoredDeposit deposit, long item) {
        if (!figshare.wasLost(deposit.id(), ItemFiles.ADD)) {
            return false;
        }
        var itemFiles = new ItemFiles(figshare, deposit.context(), item);
        Set<Long> late = itemFiles.late(files.list(deposit.id()));
        if (!late.isEmpty()) {
            itemFiles.delete(late);
        }
        return !late.isEmpty();
    }

    private void send(DepositLease lease, ObjectNode record, long item) {
        try {
            figshare.publish(lease.deposit().context(), item, () -> lease.beginCall(outcomeKnown));
            if (Publication.isHeldBack(record)) {
                lease.rest(DepositState.EMBARGOED, null);
            } else {
                lease.postpone(Duration.ZERO);
            }
        } catch (FigshareFailure failed) {
            if (failed.mayHaveHappened()) {
                return; // The deposit is due again when the outcome can be known.
            }
            if (failed.retryAfter() == null) {
                failures.refused(lease, failed);
            } else {
                lease.schedule(DepositState.PUBLISHING, failed.retryAfter());
            }
        }
    }

    /** Ends the step once the record shows the outcome, and for a publication also the public API. Renews the catalogue. */
    private void readOutcome(DepositLease lease, ObjectNode record, Instant started) {
        Optional<DepositState> outcome = Publication.outcome(record);
        if (outcome.isEmpty()) {
            noOutcome(lease, started);
        } else if (outcome.get() == DepositState.PUBLISHED
                && !items.syncNow(lease.deposit().requireItem())
                && !isPast(started.plus(MAX_UNTIL_PUBLIC))) {
            lease.postpone(BETWEEN_READS);
        } else {
            lease.rest(outcome.get(), null);
        }
    }

    /** A publication that Figshare has accepted is not sent again, however late it shows: that would make a second version. */
    private void noOutcome(DepositLease lease, Instant started) {
        boolean accepted = figshare.wasDone(lease.deposit().id(), AccountApi.PUBLISH, started);
        if (!isPast(started.plus(accepted ? DraftCompletion.MAX_HIDDEN : outcomeKnown))) {
            lease.postpone(accepted ? BETWEEN_READS : BEFORE_NEXT_READ);
        } else if (accepted) {
            failures.giveUp(
                    lease,
                    DepositState.READY,
                    new Problem(FailedSteps.GAVE_UP, "Figshare has taken the publication, and does not show it."));
        } else {
            lease.scheduleRetry(DepositState.PUBLISHING, Duration.ZERO);
        }
    }

    private static boolean isPast(Instant moment) {
        return Instant.now().isAfter(moment);
    }
}
