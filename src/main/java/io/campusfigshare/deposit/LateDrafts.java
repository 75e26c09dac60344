package io.campusfigshare.deposit;

import io.campusfigshare.deposit.MarkedDrafts.Marked;
import io.campusfigshare.deposit.UnknownCreates.Unknown;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Removes what Figshare makes of a create after it was given up, or of one that a replica has sent after another had taken
 * its deposit: a draft whose marker names a deposit that has another record. No other draft is touched.
 */
@Singleton
class LateDrafts {

    private final UnknownCreates creates;
    private final MarkedDrafts drafts;
    private final Ledger ledger;
    private final OnBehalf figshare;
    private final DepositDoor door;
    private final DepositConfig config;

    LateDrafts(
            UnknownCreates creates,
            MarkedDrafts drafts,
            Ledger ledger,
            OnBehalf figshare,
            DepositDoor door,
            DepositConfig config) {
        this.creates = creates;
        this.drafts = drafts;
        this.ledger = ledger;
        this.figshare = figshare;
        this.door = door;
        this.config = config;
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        if (!door.isOpen() || config.readOnly()) {
            return;
        }
        try {
            for (List<Unknown> due = creates.next(); !due.isEmpty(); due = creates.next()) {
                lookFor(due);
                creates.looked(due);
            }
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down; the account is due again soon.
            Log.warnf("Late drafts are looked for later: %s", stopped.detail());
        }
    }

    private void lookFor(List<Unknown> due) {
        Act act = ledger.find(due.getFirst().deposit()).orElseThrow().act();
        Instant since = due.stream().map(Unknown::since).min(Instant::compareTo).orElseThrow();
        drafts.of(act, since).forEach(draft -> remove(act.account(), draft));
    }

    private void remove(long account, Marked draft) {
        Optional<Entry> named =
                ledger.find(draft.deposit()).filter(entry -> entry.act().account() == account);
        if (named.isEmpty()) {
            return;
        }
        try (Held deposit = ledger.hold(draft.deposit())) {
            Entry entry = deposit.entry();
            Long item = entry.item();
            boolean awaited = item == null && entry.state().moves();
            if (!awaited && (item == null || item != draft.item())) {
                figshare.removeLate(entry.act(), draft.item());
            }
        } catch (Problem busy) {
            if (!busy.type().equals(Ledger.BUSY)) {
                throw busy;
            }
            Log.debugf("Draft %d is looked at later: its deposit is being worked on", draft.item());
        }
    }
}
