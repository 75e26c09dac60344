package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.deposit.account.RecordDeletion;
import io.campusfigshare.deposit.metadata.RichText;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.workflow.MarkedDrafts.Marked;
import io.campusfigshare.deposit.workflow.SentCreates.Sent;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Deletes surplus drafts: those whose marker names a deposit that has another record or has failed. Figshare creates
 * such a draft if it processes a create after this service gave it up, if it receives a create twice, or if a replica
 * sends a create after it lost the lease. No other draft is deleted.
 */
@Singleton
public class LateDrafts {

    /**
     * Notes drafts that cannot be read, so that they are searched again later. Such a draft does not stop the search.
     */
    private static final class LateDraftSearch implements MarkedDrafts.Search {

        private boolean incomplete;

        @Override
        public void progressed() {
            // The search holds no lease.
        }

        @Override
        public void absent() {
            incomplete = true;
        }

        @Override
        public void unreadable(long item, FigshareFailure failure) {
            if (!failure.mayConcernOneRecord()) {
                throw failure;
            }
            incomplete = true;
            Log.warnf("Draft %d cannot be read: %s", item, failure.detail());
        }
    }

    private final SentCreates sentCreates;
    private final MarkedDrafts markedDrafts;
    private final DepositStore store;
    private final RecordDeletion deletion;
    private final SecuredDoor door;
    private final ObjectMapper json;

    LateDrafts(
            SentCreates sentCreates,
            MarkedDrafts markedDrafts,
            DepositStore store,
            RecordDeletion deletion,
            SecuredDoor door,
            ObjectMapper json) {
        this.sentCreates = sentCreates;
        this.markedDrafts = markedDrafts;
        this.store = store;
        this.deletion = deletion;
        this.door = door;
        this.json = json;
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void removeDue() {
        if (!door.acceptsWrites()) {
            return;
        }
        try {
            for (List<Sent> due = sentCreates.takeDue(); !due.isEmpty(); due = sentCreates.takeDue()) {
                if (!removeLateDrafts(due)) {
                    sentCreates.extendSearch(due);
                }
                sentCreates.recordSearch(due);
            }
        } catch (Problem failure) {
            // Expected while Figshare or the database is down. The account is due again soon.
            Log.warnf("The search for late drafts is postponed: %s", failure.detail());
        }
    }

    /**
     * Deletes the late drafts of an account. Returns whether all its recent records could be read and all late drafts
     * deleted.
     */
    private boolean removeLateDrafts(List<Sent> due) {
        ImpersonationContext context =
                store.find(due.getFirst().deposit()).orElseThrow().context();
        Instant since = due.stream().map(Sent::since).min(Instant::compareTo).orElseThrow();
        var search = new LateDraftSearch();
        boolean removed = true;
        for (Marked draft : markedDrafts.inAccount(context, since, search)) {
            removed &= remove(draft, deposit -> deposit.context().account() == context.account(), deletion::deleteLate);
        }
        if (due.stream().anyMatch(Sent::lost)) {
            for (Marked draft : markedDrafts.ofAdministrator(context, since, search)) {
                removed &= remove(draft, deposit -> true, deletion::deleteMisplaced);
            }
        }
        return removed && !search.incomplete;
    }

    private String title(StoredDeposit deposit) {
        try {
            return deposit.draftBody() == null
                    ? ""
                    : json.readTree(deposit.draftBody()).path("title").asText();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes the draft if it is surplus and unchanged.
     *
     * @param matches whether the draft can belong to the deposit in its marker
     * @return false if the draft has to be checked again
     */
    private boolean remove(
            Marked draft, Predicate<StoredDeposit> matches, BiConsumer<ImpersonationContext, Long> removal) {
        if (store.find(draft.deposit()).filter(matches).isEmpty()) {
            return true;
        }
        try (DepositLease lease = store.lease(draft.deposit())) {
            StoredDeposit deposit = lease.deposit();
            Long item = deposit.item();
            boolean mayBeAdopted = item == null && deposit.state().isInProgress();
            if (mayBeAdopted || (item != null && item == draft.item())) {
                return true;
            }
            if (draft.edited() || !RichText.isSameText(draft.title(), title(deposit))) {
                Log.errorf(
                        "Draft %d appeared late for deposit %s, but has been edited: its owner has to keep or delete it",
                        draft.item(), draft.deposit());
                return true;
            }
            removal.accept(deposit.context(), draft.item());
            return true;
        } catch (Problem failure) {
            boolean busy = failure.type().equals(DepositStore.BUSY);
            boolean refused = failure instanceof FigshareFailure && failure.retryAfter() == null;
            if (!busy && !refused) {
                throw failure;
            }
            Log.warnf("Draft %d of deposit %s was not deleted: %s", draft.item(), draft.deposit(), failure.detail());
            return false;
        }
    }
}
