package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.access.DepositDoor;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.audit.AuditTrail;
import io.campusfigshare.deposit.audit.AuditTrail.Open;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Enters the outcome of calls that have none in the audit trail, because the process was killed or the database was unreachable. Reads the record from
 * Figshare, and the deposit of a create from PostgreSQL.
 */
@Singleton
public class UnfinishedCalls {

    /** The record was modified after the call was sent: by it, or by a later call. */
    static final String MODIFIED = "modified";

    /** Longer than any call takes, with its wait for the pace and its retries. */
    private static final Duration MAX_CALL_TIME = Duration.ofMinutes(5);

    private static final int BATCH_SIZE = 20;

    /** The largest difference between Figshare's clock and PostgreSQL's. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private final AuditTrail audit;
    private final AccountApi figshare;
    private final DepositStore store;
    private final Database database;
    private final DepositDoor door;

    UnfinishedCalls(AuditTrail audit, AccountApi figshare, DepositStore store, Database database, DepositDoor door) {
        this.audit = audit;
        this.figshare = figshare;
        this.store = store;
        this.database = database;
        this.door = door;
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void closeDue() {
        if (!door.isOpen()) {
            return;
        }
        try {
            database.runExclusively("unfinished calls", () -> close(MAX_CALL_TIME));
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down.
            Log.warnf("The outcomes of unfinished calls are looked up later: %s", stopped.detail());
        }
    }

    /** Enters the outcomes of calls that were sent longer ago than {@code age}. */
    public void close(Duration age) {
        for (Open call : audit.open(age, BATCH_SIZE)) {
            if (call.action().equals(AccountApi.CREATE)) {
                closeCreate(call);
            } else {
                audit.enter(call.act(), call.action(), call.item(), outcome(call), call.intent());
            }
        }
    }

    /** The outcome of a create is known once its deposit has a record or has failed. */
    private void closeCreate(Open call) {
        Optional<StoredDeposit> deposit =
                Optional.ofNullable(call.act().deposit()).flatMap(store::find);
        if (deposit.filter(entry -> entry.item() == null && entry.state().isInProgress())
                .isPresent()) {
            return;
        }
        Long item = deposit.map(StoredDeposit::item).orElse(null);
        String outcome = item == null ? AuditTrail.UNKNOWN : AuditTrail.DONE;
        audit.enter(call.act(), call.action(), item, outcome, call.intent());
    }

    private String outcome(Open call) {
        if (call.item() == null || call.act().account() == ImpersonationContext.NOBODY) {
            return AuditTrail.UNKNOWN;
        }
        boolean deletes = AccountApi.deletesRecord(call.action());
        ImpersonationContext context = call.act().byService();
        try {
            ObjectNode record = figshare.article(context, call.item());
            return deletes ? AuditTrail.NOT_DONE : shown(call, record);
        } catch (Problem failed) {
            if (AccountApi.isAbsent(failed)) {
                return deletes && figshare.isGone(context, call.item()) ? AuditTrail.DONE : AuditTrail.UNKNOWN;
            }
            if (failed instanceof FigshareFailure && failed.retryAfter() == null) {
                return AuditTrail.UNKNOWN;
            }
            throw failed;
        }
    }

    private static String shown(Open call, ObjectNode record) {
        return switch (call.action()) {
            case AccountApi.PUBLISH -> Publication.outcome(record).isPresent() ? AuditTrail.DONE : AuditTrail.NOT_DONE;
            case AccountApi.RESERVE_DOI ->
                record.path("doi").asText("").isEmpty() ? AuditTrail.NOT_DONE : AuditTrail.DONE;
            default -> isModifiedSince(call.at(), record) ? MODIFIED : AuditTrail.UNKNOWN;
        };
    }

    private static boolean isModifiedSince(Instant intended, ObjectNode record) {
        Instant modified = Dates.utc(record.path("modified_date").asText(""));
        return modified != null && !modified.isBefore(intended.minus(CLOCK_SKEW));
    }
}
