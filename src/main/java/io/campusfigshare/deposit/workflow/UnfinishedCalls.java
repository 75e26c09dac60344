package io.campusfigshare.deposit.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.audit.AuditTrail.Open;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.RecordDeletion;
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
 * Completes the audit trail: enters the outcome of calls whose end is missing because the process was killed or the
 * database was unreachable. Reads the outcome from Figshare's record; the outcome of a create, from the deposit.
 */
@Singleton
public class UnfinishedCalls {

    /** The outcome of a call after which Figshare shows a later modification, by that call or by another one. */
    static final String MODIFIED = "modified";

    /** Longer than any call takes, including rate limiting and retries. */
    private static final Duration MIN_AGE = Duration.ofMinutes(5);

    private static final int BATCH_SIZE = 20;

    /** The largest assumed difference between Figshare's clock and the local one. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(10);

    private final AuditTrail audit;
    private final AccountApi accounts;
    private final RecordDeletion deletion;
    private final DepositStore store;
    private final Database database;
    private final SecuredDoor door;

    UnfinishedCalls(
            AuditTrail audit,
            AccountApi accounts,
            RecordDeletion deletion,
            DepositStore store,
            Database database,
            SecuredDoor door) {
        this.audit = audit;
        this.accounts = accounts;
        this.deletion = deletion;
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
            database.runExclusively("unfinished calls", () -> close(MIN_AGE));
        } catch (Problem failure) {
            // Expected while Figshare or the database is down.
            Log.warnf("The check of unfinished calls is postponed: %s", failure.detail());
        }
    }

    /** Enters the outcome of calls that were started at least this long ago. */
    public void close(Duration minAge) {
        for (Open call : audit.open(minAge, BATCH_SIZE)) {
            if (call.action().equals(AccountApi.CREATE)) {
                closeCreate(call);
            } else {
                audit.enter(call.context(), call.action(), call.item(), outcome(call), call.intent());
            }
        }
    }

    /** Waits until the deposit has found its draft or has given up: before that, the outcome is unknown. */
    private void closeCreate(Open call) {
        Optional<StoredDeposit> deposit =
                Optional.ofNullable(call.context().deposit()).flatMap(store::find);
        if (deposit.filter(stored -> stored.item() == null && stored.state().isInProgress())
                .isPresent()) {
            return;
        }
        Long item = deposit.map(StoredDeposit::item).orElse(null);
        String outcome = item == null ? AuditTrail.UNKNOWN : AuditTrail.DONE;
        audit.enter(call.context(), call.action(), item, outcome, call.intent());
    }

    private String outcome(Open call) {
        if (call.item() == null || call.context().account() == ImpersonationContext.NOBODY) {
            return AuditTrail.UNKNOWN;
        }
        boolean deletes = RecordDeletion.isDeletion(call.action());
        ImpersonationContext context = call.context().byService();
        try {
            ObjectNode record = accounts.article(context, call.item());
            return deletes ? AuditTrail.NOT_DONE : readOutcome(call, record);
        } catch (Problem failure) {
            if (AccountApi.isAbsent(failure)) {
                return deletes && deletion.isGone(context, call.item()) ? AuditTrail.DONE : AuditTrail.UNKNOWN;
            }
            if (failure instanceof FigshareFailure && failure.retryAfter() == null) {
                return AuditTrail.UNKNOWN;
            }
            throw failure;
        }
    }

    private static String readOutcome(Open call, ObjectNode record) {
        return switch (call.action()) {
            case AccountApi.PUBLISH -> Publication.outcome(record).isPresent() ? AuditTrail.DONE : AuditTrail.NOT_DONE;
            case AccountApi.RESERVE_DOI ->
                record.path("doi").asText("").isEmpty() ? AuditTrail.NOT_DONE : AuditTrail.DONE;
            default -> isModifiedSince(call.at(), record) ? MODIFIED : AuditTrail.UNKNOWN;
        };
    }

    private static boolean isModifiedSince(Instant callStarted, ObjectNode record) {
        Instant modified = Dates.utc(record.path("modified_date").asText(""));
        return modified != null && !modified.isBefore(callStarted.minus(MAX_CLOCK_SKEW));
    }
}
