package io.campusfigshare.deposit.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deposit in hand: nobody else carries it on or changes it meanwhile. Each step prolongs the hold; who was taken for
 * dead, and comes back, finds that it is no longer theirs.
 */
public final class DepositLease implements AutoCloseable {

    /** Why nothing was sent. */
    public static final ProblemType ACCOUNT_BUSY =
            new ProblemType("account-busy", 409, "Another draft of the person is being made");

    private static final String ABOUT_TO_BE_SENT =
            "intended = clock_timestamp(), due = clock_timestamp() + $3 * interval '1 millisecond'";

    private final Database database;
    private final UUID holder;
    private final Duration lease;
    private volatile StoredDeposit deposit;
    private @Nullable ObjectNode seen;

    DepositLease(Database database, UUID holder, Duration lease, StoredDeposit deposit) {
        this.database = database;
        this.holder = holder;
        this.lease = lease;
        this.deposit = deposit;
    }

    public StoredDeposit deposit() {
        return deposit;
    }

    /** The same, for somebody who does something else on it now. */
    public ImpersonationContext contextFor(Caller caller, @Nullable String request) {
        return deposit.context().by(caller, request);
    }

    /**
     * The create is about to be sent, and from now on nobody knows whether there is a draft.
     *
     * @param alone whether it fails with {@link #ACCOUNT_BUSY} while another draft of the account is being made
     */
    public Uni<Void> beginCreate(Duration settled, boolean alone) {
        String others = "select from deposit d where d.account = deposit.account and d.id <> deposit.id"
                + " and d.state = 'drafting'";
        return send(
                        "state = case when " + alone + " and exists (" + others + ") then state else 'drafting' end, "
                                + ABOUT_TO_BE_SENT,
                        settled)
                .invoke(() -> {
                    if (deposit.state() != DepositState.DRAFTING) {
                        throw new Problem(ACCOUNT_BUSY, "Try again.", Duration.ofSeconds(1), null);
                    }
                });
    }

    /** The create was answered with this number. */
    public void createAnswered(long number) {
        change("told = $3, intended = null, tries = 0, due = clock_timestamp()", number);
    }

    /** This record is seen to be ours. */
    public void recordFound(long item) {
        change(
                "item = $3, told = null, state = 'drafting', intended = null, problem = null, failing = null, tries = 0,"
                        + " due = clock_timestamp()",
                item);
    }

    /** The call whose outcome nobody knows until it is written down is about to be sent. */
    public Uni<Void> beginCall(Duration settled) {
        return send(ABOUT_TO_BE_SENT, settled);
    }

    /** Fails unless it is still in hand, now and when this has been written down: then nothing may be sent. */
    private Uni<Void> send(String set, Duration settled) {
        long asked = System.nanoTime();
        return database.ask(update(set, "and held > clock_timestamp()"), values(settled.toMillis()))
                .invoke(rows -> {
                    deposit = only(rows);
                    if (System.nanoTime() - asked > lease.toNanos()) {
                        throw lost();
                    }
                })
                .replaceWithVoid();
    }

    /**
     * A step failed for a reason that may pass: it is tried again after the wait.
     *
     * @param problem why, as JSON
     */
    public void retryAfterFailure(DepositState state, String problem, Duration wait) {
        change(
                "state = $3, intended = null, problem = $4, failing = coalesce(failing, clock_timestamp()), tries = 0,"
                        + " due = clock_timestamp() + $5 * interval '1 millisecond'",
                state.text(),
                problem,
                wait.toMillis());
    }

    /** The same without another try, unless somebody asks for it; what comes of a create that has failed is late then. */
    public void giveUp(DepositState state, String problem) {
        change(
                "state = $3, told = null, intended = null, problem = $4, failing = coalesce(failing, clock_timestamp()), tries = 0,"
                        + " due = null",
                state.text(),
                problem);
    }

    /** The wait is over after which its publication is tried again. */
    public void resumePublication() {
        change("state = 'publishing', due = clock_timestamp()");
    }

    /** Somebody asks for another try of what has failed for a reason that may pass. */
    public void retryNow() {
        change("""
                state = case when state = 'failed' and item is null and told is null then 'accepted'
                    when state = 'failed' then 'drafting' when state = 'ready' then 'publishing' else state end,
                    tries = 0, due = clock_timestamp()""");
    }

    /** The record as Figshare has shown it after the last change; for whoever needs it next. */
    public void rememberRecord(ObjectNode record) {
        seen = record;
    }

    /** What {@link #rememberRecord} was told, once; null where it is to be read. */
    public @Nullable ObjectNode takeRecord() {
        ObjectNode record = seen;
        seen = null;
        return record;
    }

    /** Nothing is under way, and after the wait it goes on in this state. */
    public void schedule(DepositState state, Duration wait) {
        change(
                "state = $3, intended = null, due = clock_timestamp() + $4 * interval '1 millisecond'",
                state.text(),
                wait.toMillis());
    }

    /** The same with one more try counted. */
    public void scheduleRetry(DepositState state, Duration wait) {
        change(
                "state = $3, intended = null, tries = tries + 1, due = clock_timestamp() + $4 * interval '1 millisecond'",
                state.text(),
                wait.toMillis());
    }

    /** Is looked at again after the wait; whatever is under way still is. */
    public void postpone(Duration wait) {
        change("due = clock_timestamp() + $3 * interval '1 millisecond'", wait.toMillis());
    }

    /** Is going to be published, for whoever asks for that now. */
    public void requestPublication(DepositStore.Key key, ImpersonationContext context) {
        Tuple values = key.values(deposit.id());
        deposit = database
                .transaction(connection -> connection
                        .preparedQuery(DepositStore.KEY)
                        .execute(values)
                        .chain(kept -> connection
                                .preparedQuery(
                                        "update deposit set state = 'publishing', intended = null, problem = null,"
                                                + " failing = null, tries = 0, due = clock_timestamp(), modified = clock_timestamp(),"
                                                + " client = $3, subject = $4, request = $5"
                                                + " where id = $1 and holder = $2 returning *")
                                .execute(Tuple.of(
                                        deposit.id(), holder, context.client(), context.subject(), context.request()))))
                .stream()
                .findFirst()
                .map(StoredDeposit::of)
                .orElseThrow(DepositLease::lost);
    }

    public void enter(DepositState state) {
        change(
                "state = $3, intended = null, problem = null, failing = null, tries = 0, due = clock_timestamp()",
                state.text());
    }

    public void rest(DepositState state, @Nullable String problem) {
        change(
                "state = $3, intended = null, problem = $4, failing = null, tries = 0, due = null",
                state.text(),
                problem);
    }

    /**
     * Somebody has changed it, so that what was wrong may be no more. What a publication lacked is looked for whenever it is
     * read, and what is tried again says so itself.
     */
    public void clearMendedProblem() {
        boolean told = deposit.problem() != null && deposit.failingSince() == null && !deposit.isIncomplete();
        if (told && deposit.state() == DepositState.READY) {
            rest(DepositState.READY, null);
        }
    }

    public void renew() {
        change("state = state");
    }

    /** For whoever finds it next. */
    @Override
    public void close() {
        database.run(
                "update deposit set holder = null, held = null where id = $1 and holder = $2",
                Tuple.of(deposit.id(), holder));
    }

    private void change(String set, @Nullable Object... values) {
        deposit = only(database.run(update(set, ""), values(values)));
    }

    private String update(String set, String and) {
        return "update deposit set modified = clock_timestamp(), held = clock_timestamp() + interval '"
                + lease.toMillis() + " milliseconds', " + set + " where id = $1 and holder = $2 " + and
                + " returning *";
    }

    private Tuple values(@Nullable Object... values) {
        Tuple all = Tuple.of(deposit.id(), holder);
        for (Object value : values) {
            all.addValue(value);
        }
        return all;
    }

    private static StoredDeposit only(RowSet<Row> rows) {
        return rows.stream().findFirst().map(StoredDeposit::of).orElseThrow(DepositLease::lost);
    }

    private static Problem lost() {
        return new Problem(
                DepositStore.BUSY,
                "Somebody else is working on this deposit now. Try again.",
                Duration.ofSeconds(2),
                null);
    }
}
