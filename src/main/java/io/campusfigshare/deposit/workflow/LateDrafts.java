package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
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
 * Removes late drafts: drafts whose marker names a deposit that has another record or has failed. Figshare makes them when it carries out a create after
 * it was given up, or when a create is sent twice. No other draft is touched.
 */
@Singleton
public class LateDrafts {

    /** Leaves out a draft that cannot be read, and notes that another search is necessary. */
    private static final class Sweep implements MarkedDrafts.Look {

        private boolean missed;

        @Override
        public void progressed() {
            // A search of the account holds no lease.
        }

        @Override
        public void absent() {
            missed = true;
        }

        @Override
        public void unreadable(long item, FigshareFailure why) {
            if (!why.mayBeOfOneRecord()) {
                throw why;
            }
            missed = true;
            Log.warnf("Draft %d cannot be read: %s", item, why.detail());
        }
    }

    private final SentCreates sentCreates;
    private final MarkedDrafts markedDrafts;
    private final DepositStore store;
    private final AccountApi figshare;
    private final DepositDoor door;
    private final DepositConfig config;
    private final ObjectMapper json;

    LateDrafts(
            SentCreates sentCreates,
            MarkedDrafts markedDrafts,
            DepositStore store,
            AccountApi figshare,
            DepositDoor door,
            DepositConfig config,
            ObjectMapper json) {
        this.sentCreates = sentCreates;
        this.markedDrafts = markedDrafts;
        this.store = store;
        this.figshare = figshare;
        this.door = door;
        this.config = config;
        this.json = json;
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void removeDue() {
        if (!door.isOpen() || config.readOnly()) {
            return;
        }
        try {
            for (List<Sent> due = sentCreates.takeDue(); !due.isEmpty(); due = sentCreates.takeDue()) {
                if (!isWhole(due)) {
                    sentCreates.extendSearch(due);
                }
                sentCreates.recordSearch(due);
            }
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down. The search of the account is due again in a minute.
            Log.warnf("The search for late drafts is repeated later: %s", stopped.detail());
        }
    }

    /** Removes the late drafts of an account. Returns whether all drafts could be read, and all late ones removed. */
    private boolean isWhole(List<Sent> due) {
        ImpersonationContext context =
                store.find(due.getFirst().deposit()).orElseThrow().context();
        Instant since = due.stream().map(Sent::since).min(Instant::compareTo).orElseThrow();
        var sweep = new Sweep();
        boolean removed = true;
        for (Marked draft : markedDrafts.inAccount(context, since, sweep)) {
            removed &= remove(draft, entry -> entry.context().account() == context.account(), figshare::removeLate);
        }
        if (due.stream().anyMatch(Sent::lost)) {
            for (Marked draft : markedDrafts.ofAdministrator(context, since, sweep)) {
                removed &= remove(draft, entry -> true, figshare::removeStray);
            }
        }
        return removed && !sweep.missed;
    }

    private String title(StoredDeposit deposit) {
        try {
            return deposit.draftBody() == null
                    ? ""
                    : json.readTree(deposit.draftBody()).path("title").asText();
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** Returns whether the draft needs no further search. */
    private boolean remove(
            Marked draft, Predicate<StoredDeposit> belongs, BiConsumer<ImpersonationContext, Long> removal) {
        if (store.find(draft.deposit()).filter(belongs).isEmpty()) {
            return true;
        }
        try (DepositLease lease = store.lease(draft.deposit())) {
            StoredDeposit deposit = lease.deposit();
            Long item = deposit.item();
            boolean awaited = item == null && deposit.state().isInProgress();
            if (awaited || (item != null && item == draft.item())) {
                return true;
            }
            if (draft.workedOn() || !RichText.readTheSame(draft.title(), title(deposit))) {
                Log.errorf(
                        "Draft %d came late for deposit %s, and somebody has worked on it: its owner has to decide",
                        draft.item(), draft.deposit());
                return true;
            }
            removal.accept(deposit.context(), draft.item());
            return true;
        } catch (Problem stopped) {
            boolean busy = stopped.type().equals(DepositStore.BUSY);
            boolean refused = stopped instanceof FigshareFailure && stopped.retryAfter() == null;
            if (!busy && !refused) {
                throw stopped;
            }
            Log.warnf("Draft %d of deposit %s stays: %s", draft.item(), draft.deposit(), stopped.detail());
            return false;
        }
    }
}
