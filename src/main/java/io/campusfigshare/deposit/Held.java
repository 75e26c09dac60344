package io.campusfigshare.deposit;

import io.campusfigshare.catalogue.Database;
import io.campusfigshare.problem.Problem;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deposit in hand: nobody else carries it on or changes it meanwhile. Each step prolongs the hold; who was taken for
 * dead, and comes back, finds that it is no longer theirs.
 */
final class Held implements AutoCloseable {

    private final Database database;
    private final UUID holder;
    private final Duration lease;
    private Entry entry;

    Held(Database database, UUID holder, Duration lease, Entry entry) {
        this.database = database;
        this.holder = holder;
        this.lease = lease;
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /** The same, for somebody who does something else on it now. */
    Act as(Caller caller, @Nullable String request) {
        return entry.act().by(caller, request);
    }

    /** Nobody knows from now on whether there is a draft; false while another of the same account is being made. */
    boolean drafting(Duration settled) {
        try {
            change(
                    "state = case when exists (select from deposit d where d.account = deposit.account"
                            + " and d.state = 'drafting') then state else 'drafting' end,"
                            + " intended = clock_timestamp(), due = clock_timestamp() + $3 * interval '1 millisecond'",
                    settled.toMillis());
            return entry.state() == State.DRAFTING;
        } catch (PgException taken) {
            if (!Ledger.isDuplicate(taken)) {
                throw taken;
            }
            return false;
        }
    }

    void drafted(long item) {
        change("item = $3, intended = null, tries = 0, due = clock_timestamp()", item);
    }

    /** The call whose outcome nobody knows until it is written down is about to be made. */
    void intend(Duration settled) {
        change(
                "intended = clock_timestamp(), due = clock_timestamp() + $3 * interval '1 millisecond'",
                settled.toMillis());
    }

    /** Nothing is under way, and after the wait it goes on in this state. */
    void again(State state, Duration wait) {
        change(
                "state = $3, intended = null, due = clock_timestamp() + $4 * interval '1 millisecond'",
                state.text(),
                wait.toMillis());
    }

    /** The same with one more try counted. */
    void retry(State state, Duration wait) {
        change(
                "state = $3, intended = null, tries = tries + 1, due = clock_timestamp() + $4 * interval '1 millisecond'",
                state.text(),
                wait.toMillis());
    }

    /** Is looked at again after the wait; whatever is under way still is. */
    void wait(Duration wait) {
        change("due = clock_timestamp() + $3 * interval '1 millisecond'", wait.toMillis());
    }

    /** Is going to be published, for whoever asks for that now. */
    void publish(Ledger.Key key, Act act) {
        Tuple values = key.values(entry.id());
        entry = database
                .transaction(connection -> connection
                        .preparedQuery(Ledger.KEY)
                        .execute(values)
                        .chain(kept -> connection
                                .preparedQuery(
                                        "update deposit set state = 'publishing', intended = null, problem = null,"
                                                + " tries = 0, due = clock_timestamp(), modified = clock_timestamp(),"
                                                + " client = $3, subject = $4, request = $5"
                                                + " where id = $1 and holder = $2 returning *")
                                .execute(Tuple.of(entry.id(), holder, act.client(), act.subject(), act.request()))))
                .stream()
                .findFirst()
                .map(Entry::of)
                .orElseThrow(Held::lost);
    }

    void begin(State state) {
        change("state = $3, intended = null, problem = null, tries = 0, due = clock_timestamp()", state.text());
    }

    void rest(State state, @Nullable String problem) {
        change("state = $3, intended = null, problem = $4, tries = 0, due = null", state.text(), problem);
    }

    void prolong() {
        change("state = state");
    }

    /** For whoever finds it next. */
    @Override
    public void close() {
        database.run(
                "update deposit set holder = null, held = null where id = $1 and holder = $2",
                Tuple.of(entry.id(), holder));
    }

    private void change(String set, @Nullable Object... values) {
        Tuple all = Tuple.of(entry.id(), holder);
        for (Object value : values) {
            all.addValue(value);
        }
        RowSet<Row> rows = database.run(
                "update deposit set modified = clock_timestamp(), held = clock_timestamp() + interval '"
                        + lease.toMillis() + " milliseconds', " + set + " where id = $1 and holder = $2 returning *",
                all);
        entry = rows.stream().findFirst().map(Entry::of).orElseThrow(Held::lost);
    }

    private static Problem lost() {
        return new Problem(
                Ledger.BUSY, "Somebody else is working on this deposit now. Try again.", Duration.ofSeconds(2), null);
    }
}
