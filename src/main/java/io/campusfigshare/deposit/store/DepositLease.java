package io.campusfigshare.deposit.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to change a deposit, for {@code campus.deposits.lease}. Each change renews it. A method fails
 * with 409 if the lease has expired and somebody else has taken it.
 */
public final class DepositLease implements AutoCloseable {

    /** The create was not sent, because another draft is being created in the account. */
    public static final ProblemType ACCOUNT_BUSY =
            new ProblemType("account-busy", 409, "Another draft is being created in the account");

    private static final String CALL_STARTED =
            "intended = clock_timestamp(), due = clock_timestamp() + $3 * interval '1 millisecond'";

    private final LeasedDeposit row;
    private @Nullable ObjectNode remembered;

    DepositLease(LeasedDeposit row) {
        this.row = row;
    }

    /** Returns the deposit after the last change. */
    public StoredDeposit deposit() {
        return row.stored();
    }

    /** Returns the context of a call that this caller makes on the deposit. */
    public ImpersonationContext contextFor(Caller caller, @Nullable String request) {
        return deposit().context().by(caller, request);
    }

    /**
     * Stores that the create is about to be sent.
     *
     * @param settleTime how long to wait until the outcome of an unanswered create is visible
     * @param alone      whether it fails with {@link #ACCOUNT_BUSY} while another draft of the account is being created
     */
    public Uni<Void> beginCreate(Duration settleTime, boolean alone) {
        String others = "select from deposit d where d.account = deposit.account and d.id <> deposit.id"
                + " and d.state = 'drafting'";
        return row.changeBeforeCall(
                        "state = case when " + alone + " and exists (" + others + ") then state else 'drafting' end, "
                                + CALL_STARTED,
                        settleTime.toMillis())
                .invoke(() -> {
                    if (deposit().state() != DepositState.DRAFTING) {
                        throw new Problem(ACCOUNT_BUSY, "Try again.", Duration.ofSeconds(1), null);
                    }
                });
    }

    /** Stores the number that Figshare answered. The record is not verified yet. */
    public void createAnswered(long number) {
        row.change("told = $3, intended = null, tries = 0, due = clock_timestamp()", number);
    }

    /** Stores the record that was verified to be the deposit's. Fails with 409 if another deposit has it. */
    public void recordFound(long item) {
        try {
            row.change(
                    "item = $3, told = null, state = 'drafting', intended = null, problem = null, failing = null,"
                            + " tries = 0, due = clock_timestamp()",
                    item);
        } catch (PgException failure) {
            if (!DepositStore.isUniqueViolation(failure)) {
                throw failure;
            }
            throw new Problem(DepositStore.EXISTS, "Another deposit has Figshare's record " + item + ".");
        }
    }

    /** Stores that a call is about to be sent which must not be sent twice. */
    public Uni<Void> beginCall(Duration settleTime) {
        return row.changeBeforeCall(CALL_STARTED, settleTime.toMillis());
    }

    /**
     * Schedules another attempt of a step that failed for a temporary reason.
     *
     * @param problem the reason, as JSON
     */
    public void retryAfterFailure(DepositState state, String problem, Duration wait) {
        row.change(
                "state = $3, intended = null, problem = $4, failing = coalesce(failing, clock_timestamp()), tries = 0,"
                        + " due = clock_timestamp() + $5 * interval '1 millisecond'",
                state.text(),
                problem,
                wait.toMillis());
    }

    /** Stops the retries until a caller requests one. A draft that Figshare creates after this is a late draft. */
    public void giveUp(DepositState state, String problem) {
        row.change(
                "state = $3, told = null, intended = null, problem = $4, failing = coalesce(failing, clock_timestamp()), tries = 0,"
                        + " due = null",
                state.text(),
                problem);
    }

    /** Continues a publication whose next attempt is due. */
    public void resumePublication() {
        row.change("state = 'publishing', due = clock_timestamp()");
    }

    /** Makes the next attempt of the failed step due now. */
    public void retryNow() {
        row.change("""
                state = case when state = 'failed' and item is null and told is null then 'accepted'
                    when state = 'failed' then 'drafting' when state = 'ready' then 'publishing' else state end,
                    tries = 0, due = clock_timestamp()""");
    }

    /** Remembers the record as Figshare showed it after the last change, so that the next step need not read it. */
    public void rememberRecord(ObjectNode record) {
        remembered = record;
    }

    /** Returns and forgets the record of {@link #rememberRecord}; null if it has to be read. */
    public @Nullable ObjectNode takeRecord() {
        ObjectNode record = remembered;
        remembered = null;
        return record;
    }

    /** Schedules the next step. No call is in progress. */
    public void schedule(DepositState state, Duration wait) {
        row.change(
                "state = $3, intended = null, due = clock_timestamp() + $4 * interval '1 millisecond'",
                state.text(),
                wait.toMillis());
    }

    /** Schedules the next step and counts an attempt. */
    public void scheduleRetry(DepositState state, Duration wait) {
        row.change(
                "state = $3, intended = null, tries = tries + 1, due = clock_timestamp() + $4 * interval '1 millisecond'",
                state.text(),
                wait.toMillis());
    }

    /** Schedules the next step without a change of anything else. A call may be in progress. */
    public void postpone(Duration wait) {
        row.change("due = clock_timestamp() + $3 * interval '1 millisecond'", wait.toMillis());
    }

    /** Stores the request to publish under its key, and makes it due. */
    public void requestPublication(IdempotencyKeys.Key key, ImpersonationContext context) {
        row.requestPublication(key, context);
    }

    /** Enters a state whose first step is due now. */
    public void enter(DepositState state) {
        row.change(
                "state = $3, intended = null, problem = null, failing = null, tries = 0, due = clock_timestamp()",
                state.text());
    }

    /**
     * Enters a resting state.
     *
     * @param problem why it rests, as JSON; null if nothing is wrong
     */
    public void rest(DepositState state, @Nullable String problem) {
        row.change(
                "state = $3, intended = null, problem = $4, failing = null, tries = 0, due = null",
                state.text(),
                problem);
    }

    /**
     * Removes the stored problem after a change by the caller. What a publication lacks is computed at each read; the
     * problem of a step that is retried stays.
     */
    public void clearOutdatedProblem() {
        StoredDeposit deposit = deposit();
        boolean outdated = deposit.problem() != null && deposit.failingSince() == null && !deposit.isIncomplete();
        if (outdated && deposit.state() == DepositState.READY) {
            rest(DepositState.READY, null);
        }
    }

    /** Renews the lease during a long step. */
    public void renew() {
        row.change("state = state");
    }

    /** Releases the lease. */
    @Override
    public void close() {
        row.release();
    }
}
