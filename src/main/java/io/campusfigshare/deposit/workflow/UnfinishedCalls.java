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
 * Enters into the audit trail what became of calls whose end is missing there: the process was killed, or the database was
 * out of reach. Figshare is asked for the record, and the ledger for a draft that was to be created.
 */
@Singleton
public class UnfinishedCalls {

    /** Figshare shows the record as modified since: by the call, or by what came after it. */
    static final String MODIFIED = "modified";

    /** Longer than any call takes, with its waiting for the pace and its repetitions. */
    private static final Duration OVER = Duration.ofMinutes(5);

    private static final int SOME = 20;

    /** Figshare's clock is not ours. */
    private static final Duration CLOCKS = Duration.ofSeconds(10);

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
            database.alone("unfinished calls", () -> close(OVER));
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down.
            Log.warnf("What became of unfinished calls is looked at later: %s", stopped.detail());
        }
    }

    /** Those that were intended that long ago. */
    public void close(Duration age) {
        for (Open call : audit.open(age, SOME)) {
            if (call.action().equals(AccountApi.CREATE)) {
                closeCreate(call);
            } else {
                audit.enter(call.act(), call.action(), call.item(), outcome(call), call.intent());
            }
        }
    }

    /** The deposit has found its draft, or has given it up; until then nobody can tell. */
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
        return modified != null && !modified.isBefore(intended.minus(CLOCKS));
    }
}
