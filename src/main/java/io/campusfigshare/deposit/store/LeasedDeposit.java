package io.campusfigshare.deposit.store;

import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a leased deposit. Each change renews the lease, and fails with 409 if somebody else has taken it. */
final class LeasedDeposit {

    private final Database database;
    private final UUID holder;
    private final Duration lease;
    private volatile StoredDeposit stored;

    LeasedDeposit(Database database, UUID holder, Duration lease, StoredDeposit stored) {
        this.database = database;
        this.holder = holder;
        this.lease = lease;
        this.stored = stored;
    }

    /** Returns the deposit after the last change. */
    StoredDeposit stored() {
        return stored;
    }

    /**
     * Changes the row.
     *
     * @param set    the assignments of the update
     * @param values the parameters from $3 on
     */
    void change(String set, @Nullable Object... values) {
        stored = only(database.run(update(set, ""), parameters(values)));
    }

    /**
     * Changes the row before a call. Fails if the lease has expired before or meanwhile: then the call must not be
     * sent.
     */
    Uni<Void> changeBeforeCall(String set, @Nullable Object... values) {
        long start = System.nanoTime();
        return database.query(update(set, "and held > clock_timestamp()"), parameters(values))
                .invoke(rows -> {
                    stored = only(rows);
                    if (System.nanoTime() - start > lease.toNanos()) {
                        throw lost();
                    }
                })
                .replaceWithVoid();
    }

    private String update(String set, String and) {
        return "update deposit set modified = clock_timestamp(), held = clock_timestamp() + interval '"
                + lease.toMillis() + " milliseconds', " + set + " where id = $1 and holder = $2 " + and
                + " returning *";
    }

    private Tuple parameters(@Nullable Object... values) {
        Tuple all = Tuple.of(stored.id(), holder);
        for (Object value : values) {
            all.addValue(value);
        }
        return all;
    }

    /** Stores the key of a request to publish, and makes the publication due, in one transaction. */
    void requestPublication(IdempotencyKeys.Key key, ImpersonationContext context) {
        stored = only(database.transaction(connection -> IdempotencyKeys.insert(connection, key, stored.id())
                .chain(inserted -> connection
                        .preparedQuery("update deposit set state = 'publishing', intended = null, problem = null,"
                                + " failing = null, tries = 0, due = clock_timestamp(), modified = clock_timestamp(),"
                                + " client = $3, subject = $4, request = $5"
                                + " where id = $1 and holder = $2 returning *")
                        .execute(Tuple.of(
                                stored.id(), holder, context.client(), context.subject(), context.request())))));
    }

    void release() {
        database.run(
                "update deposit set holder = null, held = null where id = $1 and holder = $2",
                Tuple.of(stored.id(), holder));
    }

    private static StoredDeposit only(RowSet<Row> rows) {
        return rows.stream().findFirst().map(StoredDeposit::of).orElseThrow(LeasedDeposit::lost);
    }

    private static Problem lost() {
        return new Problem(
                DepositStore.BUSY, "Another request is changing this deposit. Try again.", Duration.ofSeconds(2), null);
    }
}
