package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.metadata.Authors;
import io.campusfigshare.deposit.metadata.Marker;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.FileStore;
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

    /** The edit that removes the marker, in the audit trail. */
    static final String FINISH = "finish";

    /** With growing waits between them they take 15 s; Figshare may show a record as it was before. */
    static final int MAX_READS = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /** Longer than Figshare hides new records; FACTS 1.2 knows of a minute, for publications. */
    static final Duration MAX_HIDDEN = Duration.ofMinutes(10);

    private final AccountApi figshare;
    private final SentCreates sentCreates;
    private final DraftSearch search;
    private final DraftCreation creation;
    private final MarkerCheck markerCheck;
    private final FileStore files;
    private final FailedSteps failures;
    private final StoredJson json;

    DraftCompletion(
            AccountApi figshare,
            SentCreates sentCreates,
            DraftSearch search,
            DraftCreation creation,
            MarkerCheck markerCheck,
            FileStore files,
            FailedSteps failures,
            StoredJson json) {
        this.figshare = figshare;
        this.sentCreates = sentCreates;
        this.search = search;
        this.creation = creation;
        this.markerCheck = markerCheck;
        this.files = files;
        this.failures = failures;
        this.json = json;
    }

    /** Checks by its marker that the record whose number Figshare answered is the draft of this deposit. */
    void verify(DepositLease lease, long answered) {
        ImpersonationContext context = lease.deposit().context();
        UUID id = lease.deposit().id();
        Optional<ObjectNode> record = search.record(context, answered);
        if (record.filter(shown -> markerCheck.usesTitles() || DraftSearch.hasMarkerOf(id, shown))
                .isPresent()) {
            lease.recordFound(answered);
            lease.rememberRecord(record.get());
            return;
        }
        ObjectNode stray = record.isPresent() ? null : figshare.own(context, answered);
        if (stray != null
                && DraftSearch.hasMarkerOf(id, stray)
                && stray.path("account_id").asLong(-1) != context.account()) {
            creation.removeStray(lease, answered);
        } else if (lease.deposit().attempts() < MAX_READS) {
            lease.scheduleRetry(DepositState.DRAFTING, nextWait(lease));
        } else {
            unverified(lease, answered, record.isPresent());
        }
    }

    /**
     * The record did not show the marker. Figshare may show it later, may have lost it, or may have answered another number: the draft is
     * searched for, for a day.
     */
    private void unverified(DepositLease lease, long answered, boolean shown) {
        StoredDeposit deposit = lease.deposit();
        Optional<Long> other = sentCreates.firstSentAt(deposit.id()).flatMap(since -> search.inAccount(lease, since));
        if (other.isPresent()) {
            lease.recordFound(other.get());
        } else if (!shown
                && deposit.failingSince() != null
                && Instant.now().isAfter(deposit.failingSince().plus(MAX_HIDDEN))
                && figshare.isGone(deposit.context(), answered)) {
            failures.fail(lease, deletedAtFigshare());
        } else {
            if (shown) {
                markerCheck.checkAgainSoon();
            }
            failures.retryLater(
                    lease, new Problem(FailedSteps.GAVE_UP, "Figshare does not show the draft that it has told of."));
        }
    }

    /**
     * Removes the marker and corrects the authors in one edit. The edit is always sent, because the record that was read may be stale.
     */
    void finish(DepositLease lease, long item) {
        ImpersonationContext context = lease.deposit().context();
        ObjectNode remembered = lease.takeRecord();
        Optional<ObjectNode> found = remembered == null ? search.record(context, item) : Optional.of(remembered);
        if (found.isEmpty()) {
            vanished(lease, item);
            return;
        }
        ObjectNode record = found.get();
        ObjectNode sent = json.draftBody(lease.deposit());
        ObjectNode authors = sent.path("authors") instanceof ArrayNode wanted
                ? Authors.correction(wanted, record.path("authors"))
                : null;
        ArrayNode keywords = Marker.without(sent);
        if (authors != null || !markerCheck.usesTitles()) {
            ObjectNode edit = authors == null ? figshare.empty() : authors;
            figshare.patch(context, FINISH, item, edit.set("keywords", keywords));
            lease.renew();
            record = figshare.article(context, item);
        }
        boolean marked = Marker.deposit(record).isPresent();
        boolean stale = !markerCheck.usesTitles()
                && !keywords.isEmpty()
                && Marker.without(record).isEmpty();
        boolean mayBeStale = lease.deposit().attempts() < MAX_READS;
        if (marked && !mayBeStale) {
            failures.giveUp(lease, DepositState.FAILED, FailedSteps.gaveUp());
        } else if (marked || (stale && mayBeStale)) {
            lease.scheduleRetry(DepositState.DRAFTING, nextWait(lease));
        } else {
            lease.rememberRecord(record);
            enterNextState(lease);
        }
    }

    /** The record was seen before, and Figshare does not show it any more. */
    private void vanished(DepositLease lease, long item) {
        if (lease.deposit().attempts() < MAX_READS) {
            lease.scheduleRetry(DepositState.DRAFTING, nextWait(lease));
        } else if (figshare.isGone(lease.deposit().context(), item)) {
            failures.fail(lease, deletedAtFigshare());
        } else {
            failures.retryLater(lease, FailedSteps.gaveUp());
        }
    }

    private void enterNextState(DepositLease lease) {
        if (files.hasIncomplete(lease.deposit().id())) {
            lease.rest(DepositState.UPLOADING, null);
        } else if (lease.deposit().publish()) {
            lease.enter(DepositState.PUBLISHING);
        } else {
            lease.rest(DepositState.READY, null);
        }
    }

    private static Problem deletedAtFigshare() {
        return new Problem(DepositWorkflow.GONE, "The draft was deleted at Figshare before it was finished.");
    }

    private static Duration nextWait(DepositLease lease) {
        return FIRST_WAIT.multipliedBy(lease.deposit().attempts() + 1L);
    }
}
