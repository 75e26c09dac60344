package io.campusfigshare.deposit;

import io.campusfigshare.catalogue.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The trail of all calls that were made as somebody: only ever added to, and chained by PostgreSQL, so that a gap shows. */
@Singleton
class Audit {

    private static final String ENTER = """
            insert into audit (client, subject, campus, account, action, item, deposit, outcome, request)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    /** Every row whose digest is not that of itself and the row before, or that does not follow it; and a lost end, or none. */
    private static final String BROKEN = """
            select (select count(*) from (
                    select a.seq, a.digest, lag(a.seq, 1, 0::bigint) over w as before,
                        audit_digest(lag(a.digest, 1, ''::bytea) over w, a) as due
                    from audit a window w as (order by seq)) chain
                where seq <> before + 1 or digest <> due)
                + (select case when exists (select from audit_head h
                        left join (select seq, digest from audit order by seq desc limit 1) last on true
                    where h.seq = coalesce(last.seq, 0) and h.digest = coalesce(last.digest, ''::bytea)) then 0 else 1 end)
                as n
            """;

    private final Database database;
    private final DepositDoor door;
    private volatile long broken;

    Audit(Database database, DepositDoor door, MeterRegistry metrics) {
        this.door = door;
        this.database = database;
        Gauge.builder("deposit.audit.broken", this, Audit::broken)
                .description("Rows of the audit trail that do not follow from those before; anything but 0 is an alarm")
                .register(metrics);
    }

    /**
     * Adds one call, and says so in the log.
     *
     * @param action  what was done, as {@code create} or {@code publish}
     * @param item    Figshare's number of the record; null where there is none yet
     * @param outcome {@code done}, or what went wrong
     */
    void enter(Act act, String action, @Nullable Long item, String outcome) {
        database.run(
                ENTER,
                Tuple.tuple()
                        .addString(act.client())
                        .addString(act.subject())
                        .addString(act.campusId())
                        .addLong(act.account())
                        .addString(action)
                        .addLong(item)
                        .addUUID(act.deposit())
                        .addString(outcome)
                        .addString(act.request()));
        Log.infof(
                "audit action=%s outcome=%s client=%s subject=%s for=%s item=%s deposit=%s request=%s",
                action, outcome, act.client(), act.subject(), act.campusId(), item, act.deposit(), act.request());
    }

    /**
     * Adds a call of a process that may have ended before it could tell, unless it has told.
     *
     * @param since when the call was about to be made
     */
    void enterLost(Act act, String action, @Nullable Long item, Instant since) {
        boolean told = database.run(
                        "select from audit where deposit = $1 and action = $2 and at >= $3 limit 1",
                        Tuple.of(act.deposit(), action, since.atOffset(ZoneOffset.UTC)))
                .iterator()
                .hasNext();
        if (!told) {
            enter(act, action, item, "unknown");
        }
    }

    /** Whether what came of such a call on the deposit was ever unknown. */
    boolean wasUnknown(UUID deposit, String action) {
        return database.run(
                        "select from audit where deposit = $1 and action = $2 and outcome = 'unknown' limit 1",
                        Tuple.of(deposit, action))
                .iterator()
                .hasNext();
    }

    /** What was done on a deposit, the oldest first. */
    RowSet<Row> of(UUID deposit, long after, int size) {
        return database.run(
                "select seq, at, client, subject, action, outcome, request from audit"
                        + " where deposit = $1 and seq > $2 order by seq limit $3",
                Tuple.of(deposit, after, size));
    }

    @Scheduled(cron = "${campus.deposits.audit-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void check() {
        if (door.isOpen()) {
            broken = database.run(BROKEN, Tuple.tuple()).iterator().next().getLong("n");
            if (broken > 0) {
                Log.errorf(
                        "The audit trail has been tampered with: %d of its rows do not follow from those before",
                        broken);
            }
        }
    }

    /** What the last check found. */
    long broken() {
        return broken;
    }
}
