package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.AdministratorRecords;
import io.campusfigshare.deposit.account.RecordDeletion;
import io.campusfigshare.deposit.metadata.Authors;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.FileCompleteness;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Verifies that a new draft belongs to its deposit, removes the marker, and corrects the authors. */
@Singleton
class DraftCompletion {

    /** The action in the audit trail of the edit that removes the marker. */
    static final String COMPLETE_DRAFT = "finish";

    /**
     * Figshare may show a record as it was before the last change. The growing waits between the reads add up to 15 s.
     */
    static final int MAX_READS = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /** How long Figshare may hide a new record. FACTS 1.2 documents a minute, for publications. */
    static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(10);

    private final AccountApi accounts;
    private final AdministratorRecords administrator;
    private final RecordDeletion deletion;
    private final SentCreates sentCreates;
    private final DraftSearch search;
    private final DraftCreation creation;
    private final MarkerCheck markerCheck;
    private final FileCompleteness completeness;
    private final FailedSteps failures;
    private final StoredJson json;

    DraftCompletion(
            AccountApi accounts,
            AdministratorRecords administrator,
            RecordDeletion deletion,
            SentCreates sentCreates,
            DraftSearch search,
            DraftCreation creation,
            MarkerCheck markerCheck,
            FileCompleteness completeness,
            FailedSteps failures,
            StoredJson json) {
        this.accounts = accounts;
        this.administrator = administrator;
        this.deletion = deletion;
        this.sentCreates = sentCreates;
        this.search = search;
        this.creation = creation;
        this.markerCheck = markerCheck;
        this.completeness = completeness;
        this.failures = failures;
        this.json = json;
    }

    /** Checks by its marker that the record whose number Figshare answered is the draft of this deposit. */
    void verify(DepositLease lease, long answered) {
        ImpersonationContext context = lease.deposit().context();
        UUID id = lease.deposit().id();
        Optional<ObjectNode> record = search.readAsOwner(context, answered);
        if (record.filter(shown -> markerCheck.usesTitles() || DraftSearch.hasMarkerOf(id, shown))
                .isPresent()) {
            lease.recordFound(answered);
            lease.rememberRecord(record.get());
            return;
        }
        ObjectNode stray = record.isPresent() ? null : administrator.find(context, answered);
        if (stray != null
                && DraftSearch.hasMarkerOf(id, stray)
                && stray.path("account_id").asLong(-1) != context.account()) {
            creation.removeStray(lease, answered);
        } else if (lease.deposit().attempts() < MAX_READS) {
            lease.scheduleRetry(DepositState.DRAFTING, nextWait(lease));
        } else {
            handleUnverified(lease, answered, record.isPresent());
        }
    }

    /**
     * The record did not show the marker. Figshare may show it later, may have lost it, or may have answered a wrong
     * number. Nothing tells which: the draft is searched for during a day.
     *
     * @param shown whether there is a record with the number, without the marker
     */
    private void handleUnverified(DepositLease lease, long answered, boolean shown) {
        StoredDeposit deposit = lease.deposit();
        Optional<Long> other = sentCreates.firstSentAt(deposit.id()).flatMap(since -> search.inAccount(lease, since));
        if (other.isPresent()) {
            lease.recordFound(other.get());
        } else if (!shown
                && deposit.failingSince() != null
                && Instant.now().isAfter(deposit.failingSince().plus(VISIBILITY_TIMEOUT))
                && deletion.isGone(deposit.context(), answered)) {
            failures.fail(lease, deletedAtFigshare());
        } else {
            if (shown) {
                markerCheck.checkAgainSoon();
            }
            failures.retryLater(
                    lease, FailedSteps.depositFailed("Figshare reported a new draft, but does not show it."));
        }
    }

    /**
     * Removes the marker and corrects the authors in one edit. The edit is always sent, because the record may be out
     * of date.
     */
    void complete(DepositLease lease, long item) {
        ImpersonationContext context = lease.deposit().context();
        ObjectNode remembered = lease.takeRecord();
        Optional<ObjectNode> found = remembered == null ? search.readAsOwner(context, item) : Optional.of(remembered);
        if (found.isEmpty()) {
            handleMissingRecord(lease, item);
            return;
        }
        ObjectNode record = found.get();
        ObjectNode draftBody = json.draftBody(lease.deposit());
        ObjectNode authors = draftBody.path("authors") instanceof ArrayNode requested
                ? Authors.correction(requested, record.path("authors"))
                : null;
        ArrayNode keywords = Marker.without(draftBody);
        if (authors != null || !markerCheck.usesTitles()) {
            ObjectNode edit = authors == null ? accounts.emptyObject() : authors;
            accounts.patch(context, COMPLETE_DRAFT, item, edit.set("keywords", keywords));
            lease.renew();
            record = accounts.article(context, item);
        }
        boolean hasMarker = Marker.deposit(record).isPresent();
        boolean lacksKeywords = !markerCheck.usesTitles()
                && !keywords.isEmpty()
                && Marker.without(record).isEmpty();
        boolean mayReadAgain = lease.deposit().attempts() < MAX_READS;
        if (hasMarker && !mayReadAgain) {
            failures.giveUp(lease, DepositState.FAILED, FailedSteps.tooManyAttempts());
        } else if (hasMarker || (lacksKeywords && mayReadAgain)) {
            lease.scheduleRetry(DepositState.DRAFTING, nextWait(lease));
        } else {
            lease.rememberRecord(record);
            enterNextState(lease);
        }
    }

    /** Handles a record that was visible before and is no longer. */
    private void handleMissingRecord(DepositLease lease, long item) {
        if (lease.deposit().attempts() < MAX_READS) {
            lease.scheduleRetry(DepositState.DRAFTING, nextWait(lease));
        } else if (deletion.isGone(lease.deposit().context(), item)) {
            failures.fail(lease, deletedAtFigshare());
        } else {
            failures.retryLater(lease, FailedSteps.tooManyAttempts());
        }
    }

    private void enterNextState(DepositLease lease) {
        if (completeness.hasIncomplete(lease.deposit().id())) {
            lease.rest(DepositState.UPLOADING, null);
        } else if (lease.deposit().publish()) {
            lease.enter(DepositState.PUBLISHING);
        } else {
            lease.rest(DepositState.READY, null);
        }
    }

    private static Problem deletedAtFigshare() {
        return new Problem(DepositWorkflow.GONE, "The draft was deleted at Figshare before it was complete.");
    }

    private static Duration nextWait(DepositLease lease) {
        return FIRST_WAIT.multipliedBy(lease.deposit().attempts() + 1L);
    }
}
