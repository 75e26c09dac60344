package io.campusfigshare.audit;

import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.catalogue.database.Database;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail of all calls that are made for a person. A call that changes something is entered before it is made,
 * and again with its outcome, so that no call is missing if the process stops in between. Each entry is logged before
 * it is stored, so that the log has it even if the database fails. PostgreSQL computes the chain of the rows ({@link
 * AuditChain}). The methods block.
 */
@Singleton
public class AuditTrail {

    /** The outcome of an entry that is made before its call. */
    static final String INTENDED = "intended";

    /** Figshare confirmed the call. */
    public static final String DONE = "done";

    /** Figshare did not receive the call, or it had no effect. */
    public static final String NOT_DONE = "not-done";

    /** The call was sent, and Figshare may or may not have executed it. */
    public static final String UNKNOWN = "unknown";

    private static final String ENTER = """
            insert into audit (client, subject, campus, account, action, item, deposit, outcome, request, intent)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning seq
            """;

    private static final String IS_OPEN =
            "i.outcome = 'intended' and not exists (select from audit e where e.intent = i.seq)";

    /** Older calls are ignored: their outcome was searched for during a month. */
    private static final String OPEN = "select * from audit i where " + IS_OPEN
            + " and at between clock_timestamp() - interval '30 days' and clock_timestamp() - $1 * interval '1 second'"
            + " order by seq limit $2";

    private static final String OPEN_OF = "select seq from audit i where deposit = $1 and action = $2 and " + IS_OPEN;

    /** An entry before a call is listed only while the call has no outcome. */
    private static final String OF_DEPOSIT = "select seq, at, client, subject, action, outcome, request from audit i"
            + " where deposit = $1 and seq > $2 and (outcome <> 'intended' or " + IS_OPEN + ") order by seq limit $3";

    /** A call without an entered outcome. {@code intent} is the number of the entry that was made before it. */
    public record Open(
            long intent,
            ImpersonationContext context,
            String action,
            @Nullable Long item,
            Instant at) {

        static Open of(Row row) {
            ImpersonationContext context = new ImpersonationContext(
                    row.getString("client"),
                    row.getString("subject"),
                    row.getString("campus"),
                    row.getLong("account"),
                    row.getUUID("deposit"),
                    row.getString("request"));
            return new Open(
                    row.getLong("seq"),
                    context,
                    row.getString("action"),
                    row.getLong("item"),
                    Objects.requireNonNull(Database.instant(row, "at")));
        }
    }

    private final Database database;

    AuditTrail(Database database) {
        this.database = database;
    }

    /**
     * Enters a changing call before it is made, and returns the number of the entry for {@link #enter}. Fails if it
     * cannot be stored.
     */
    public long intend(ImpersonationContext context, String action, @Nullable Long item) {
        return enter(context, action, item, INTENDED, null);
    }

    /**
     * Enters the outcome of a call and returns the number of the entry.
     *
     * @param action  such as {@code create} or {@code publish}
     * @param item    Figshare's number of the record; null if there is none yet
     * @param outcome {@link #DONE}, {@link #NOT_DONE}, {@link #UNKNOWN}, or the name of the problem's type
     * @param intent  the number that {@link #intend} returned; null for a call that reads
     */
    public long enter(
            ImpersonationContext context, String action, @Nullable Long item, String outcome, @Nullable Long intent) {
        Log.infof(
                "audit action=%s outcome=%s client=%s subject=%s for=%s item=%s deposit=%s request=%s",
                action,
                outcome,
                context.client(),
                context.subject(),
                context.campusId(),
                item,
                context.deposit(),
                context.request());
        return database.run(
                        ENTER,
                        Tuple.tuple()
                                .addString(context.client())
                                .addString(context.subject())
                                .addString(context.campusId())
                                .addLong(context.account())
                                .addString(action)
                                .addLong(item)
                                .addUUID(context.deposit())
                                .addString(outcome)
                                .addString(context.request())
                                .addLong(intent))
                .iterator()
                .next()
                .getLong("seq");
    }

    /**
     * Enters the outcome of the calls on the context's deposit that have none, because the process that made them
     * stopped.
     */
    public void endOpen(ImpersonationContext context, String action, @Nullable Long item, String outcome) {
        for (Row intended : database.run(OPEN_OF, Tuple.of(context.deposit(), action))) {
            enter(context, action, item, outcome, intended.getLong("seq"));
        }
    }

    /**
     * Returns up to {@code size} calls without an outcome that are at least {@code age} and at most 30 days old, the
     * oldest first.
     */
    public List<Open> open(Duration age, int size) {
        return database.run(OPEN, Tuple.of(age.toSeconds(), size)).stream()
                .map(Open::of)
                .toList();
    }

    /** Whether the outcome of such a call on the deposit was ever unknown. */
    public boolean wasUnknown(UUID deposit, String action) {
        return database.run(
                        "select from audit where deposit = $1 and action = $2 and outcome = 'unknown' limit 1",
                        Tuple.of(deposit, action))
                .iterator()
                .hasNext();
    }

    /** Whether Figshare has confirmed such a call on the deposit since that time. */
    public boolean wasDone(UUID deposit, String action, Instant since) {
        return database.run(
                        "select from audit where deposit = $1 and action = $2 and outcome = 'done' and at >= $3 limit 1",
                        Tuple.of(deposit, action, Database.utc(since)))
                .iterator()
                .hasNext();
    }

    /** Returns up to {@code size} entries of a deposit with numbers above {@code after}, the oldest first. */
    public RowSet<Row> of(UUID deposit, long after, int size) {
        return database.run(OF_DEPOSIT, Tuple.of(deposit, after, size));
    }
}
