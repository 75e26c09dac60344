package io.campusfigshare.deposit.audit;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.access.ImpersonationContext;
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
 * The trail of all calls that were made as somebody. A call that changes something is entered before it is made and once more
 * when it has ended, so that none is missing whatever stops in between. The log has each entry first: it tells of the call
 * where the database cannot be written. PostgreSQL chains the rows ({@link AuditChain}).
 */
@Singleton
public class AuditTrail {

    /** The outcome of a call that is about to be made. */
    static final String INTENDED = "intended";

    public static final String DONE = "done";

    /** Figshare did not get the call, or did nothing. */
    public static final String NOT_DONE = "not-done";

    public static final String UNKNOWN = "unknown";

    private static final String ENTER = """
            insert into audit (client, subject, campus, account, action, item, deposit, outcome, request, intent)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning seq
            """;

    private static final String IS_OPEN =
            "i.outcome = 'intended' and not exists (select from audit e where e.intent = i.seq)";

    /** An older one has been looked at in vain for a month. */
    private static final String OPEN = "select * from audit i where " + IS_OPEN
            + " and at between clock_timestamp() - interval '30 days' and clock_timestamp() - $1 * interval '1 second'"
            + " order by seq limit $2";

    private static final String OPEN_OF = "select seq from audit i where deposit = $1 and action = $2 and " + IS_OPEN;

    /** An intent is an event of its own only while nothing is known of its call. */
    private static final String OF_DEPOSIT = "select seq, at, client, subject, action, outcome, request from audit i"
            + " where deposit = $1 and seq > $2 and (outcome <> 'intended' or " + IS_OPEN + ") order by seq limit $3";

    /** A call that was intended, and of which nobody has entered what came of it. */
    public record Open(
            long intent,
            ImpersonationContext act,
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

    /** Before a call that changes something: fails where that cannot be entered. The number of the entry, for {@link #enter}. */
    public long intend(ImpersonationContext context, String action, @Nullable Long item) {
        return enter(context, action, item, INTENDED, null);
    }

    /**
     * Adds what came of a call; its number.
     *
     * @param action  what was done, as {@code create} or {@code publish}
     * @param item    Figshare's number of the record; null where there is none yet
     * @param outcome {@link #DONE}, {@link #NOT_DONE}, {@link #UNKNOWN}, or the problem's name
     * @param intent  the number of its {@link #intend}; null of a call that reads
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

    /** Enters what came of calls on the act's deposit whose end is not on record: the process that made them has stopped. */
    public void endOpen(ImpersonationContext context, String action, @Nullable Long item, String outcome) {
        for (Row intended : database.run(OPEN_OF, Tuple.of(context.deposit(), action))) {
            enter(context, action, item, outcome, intended.getLong("seq"));
        }
    }

    /** Some of those that were intended that long ago or longer, within the last month; the oldest first. */
    public List<Open> open(Duration age, int size) {
        return database.run(OPEN, Tuple.of(age.toSeconds(), size)).stream()
                .map(Open::of)
                .toList();
    }

    /** Whether what came of such a call on the deposit was ever unknown. */
    public boolean wasUnknown(UUID deposit, String action) {
        return database.run(
                        "select from audit where deposit = $1 and action = $2 and outcome = 'unknown' limit 1",
                        Tuple.of(deposit, action))
                .iterator()
                .hasNext();
    }

    /** Whether such a call on the deposit has been answered as done since. */
    public boolean wasDone(UUID deposit, String action, Instant since) {
        return database.run(
                        "select from audit where deposit = $1 and action = $2 and outcome = 'done' and at >= $3 limit 1",
                        Tuple.of(deposit, action, Database.utc(since)))
                .iterator()
                .hasNext();
    }

    /** What was done on a deposit, the oldest first. */
    public RowSet<Row> of(UUID deposit, long after, int size) {
        return database.run(OF_DEPOSIT, Tuple.of(deposit, after, size));
    }
}
