package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.sync.ItemSync;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends the state {@code in-review} of deposits whose review has ended, according to the reviews that are copied from
 * Figshare. The record decides what became of it: published, under embargo, or a draft again.
 */
@Singleton
public class EndedReviews {

    private static final ProblemType REJECTED =
            new ProblemType("review-rejected", 409, "The review did not approve it");

    private static final int BATCH = 20;

    /**
     * Only the last review of a record counts. A deposit is looked at when its review was seen to have ended, and then
     * every hour until the record shows it. So is one whose review was never seen, because it ended between two syncs.
     */
    private static final String ENDED = """
            select d.id, r.status, r.resolution from deposit d
                left join lateral (select * from review where item = d.item order by id desc limit 1) r on true
            where d.state = 'in-review' and (d.held is null or d.held < clock_timestamp())
                and r.status is distinct from 'pending'
                and (d.modified < r.seen or d.modified < clock_timestamp() - interval '1 hour')
            order by d.modified limit $1
            """;

    private final Database database;
    private final DepositStore store;
    private final AccountApi accounts;
    private final ItemSync items;
    private final SecuredDoor door;

    EndedReviews(Database database, DepositStore store, AccountApi accounts, ItemSync items, SecuredDoor door) {
        this.database = database;
        this.store = store;
        this.accounts = accounts;
        this.items = items;
        this.door = door;
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void end() {
        if (!door.acceptsWrites()) {
            return;
        }
        try {
            database.run(ENDED, Tuple.of(BATCH))
                    .forEach(row -> end(row.getUUID("id"), row.getString("status"), row.getString("resolution")));
        } catch (Problem later) {
            Log.debugf("Deposits whose review has ended are looked at later: %s", later.detail());
        }
    }

    /** A deposit whose record cannot be read delays no other. */
    private void end(UUID deposit, @Nullable String status, @Nullable String resolution) {
        try (DepositLease lease = store.lease(deposit)) {
            if (lease.deposit().state() == DepositState.IN_REVIEW) {
                try {
                    end(lease, status, resolution);
                } catch (Problem unreadable) {
                    if (unreadable.retryAfter() != null) {
                        throw unreadable;
                    }
                    Log.warnf(
                            "Whether the review of deposit %s has ended is unknown: %s", deposit, unreadable.detail());
                    lease.renew();
                }
            }
        } catch (Problem later) {
            Log.debugf("Deposit %s is looked at later: %s", deposit, later.detail());
        }
    }

    private void end(DepositLease lease, @Nullable String status, @Nullable String resolution) {
        long item = lease.deposit().requireItem();
        ObjectNode record = accounts.article(lease.deposit().context(), item);
        Optional<DepositState> outcome = Publication.outcome(record);
        if (outcome.isEmpty() && !"approved".equals(status)) {
            lease.rest(
                    DepositState.READY,
                    Problems.toJson(new Problem(
                            REJECTED,
                            (status == null ? "The review has ended." : "The review is " + status + ".")
                                    + (resolution == null ? "" : " " + resolution)
                                    + " Correct the deposit and publish it again.")));
        } else if (outcome.isPresent() && outcome.get() != DepositState.IN_REVIEW) {
            if (outcome.get() == DepositState.PUBLISHED) {
                items.syncNow(item);
            }
            lease.rest(outcome.get(), null);
        } else {
            lease.renew();
        }
    }
}
