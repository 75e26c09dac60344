package io.campusfigshare.audit;

import io.campusfigshare.access.SecuredDoor;
import io.campusfigshare.catalogue.database.Database;
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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and anchors the chain of the audit trail. The digest of a row covers the row and the digest of the row
 * before. Every hour, an {@link AuditAnchor} of the last row is written to the log and the database, and is available
 * at the management port. A chain that was rewritten or cut does not match the anchors. The digests are computed here:
 * the owner of the database can replace its functions. docs/audit-trail.md describes the same verification with psql
 * and openssl.
 */
@Singleton
public final class AuditChain {

    private static final int PAGE = 1_000;

    private static final String ROWS =
            "select *, encode(digest, 'hex') as hex from audit where seq > $1 order by seq limit $2";

    /** The anchors, each with the digest of its row; null if the row is missing. */
    private static final String ANCHORS = """
            select a.seq, a.at, a.key, a.mac, encode(a.digest, 'hex') as hex, encode(r.digest, 'hex') as found
            from audit_anchor a left join audit r on r.seq = a.seq
            where (a.seq, a.at) > ($1, $2) order by a.seq, a.at limit $3
            """;

    private final Database database;
    private final SecuredDoor door;
    private final AuditKeys keys;
    private volatile long broken;
    private volatile @Nullable AuditAnchor last;

    public AuditChain(Database database, SecuredDoor door, AuditKeys keys, MeterRegistry metrics) {
        this.database = database;
        this.door = door;
        this.keys = keys;
        Gauge.builder("deposit.audit.broken", this, AuditChain::broken)
                .description(
                        "Rows and anchors of the audit trail that were changed or deleted; anything but 0 is an alarm")
                .register(metrics);
        Gauge.builder("deposit.audit.entries", this, AuditChain::entries)
                .description("Rows of the audit trail at its last anchor; a decrease is an alarm")
                .register(metrics);
    }

    /** Verifies all rows and all anchors. */
    @Scheduled(cron = "${campus.deposits.audit-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void check() {
        if (door.isOpen()) {
            broken = brokenAfter(AuditLink.NONE) + brokenAnchors() + (isLastAnchorIntact() ? 0 : 1);
            logBroken(broken);
        }
    }

    /** Anchors the last row if the rows since the last anchor continue the chain. */
    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void anchor() {
        if (!door.isOpen()) {
            return;
        }
        AuditAnchor anchored = last;
        AuditLink end = last(database.run(
                "select seq, encode(digest, 'hex') as hex from audit order by seq desc limit 1", Tuple.tuple()));
        // After a start there is no anchored anchor, so all rows and anchors are verified.
        long wrong = anchored == null
                ? brokenAfter(AuditLink.NONE) + brokenAnchors()
                : isLastAnchorIntact() ? brokenAfter(anchored.link()) : 1;
        if (wrong > 0) {
            broken = Math.max(broken, wrong);
            logBroken(wrong);
        } else if (end.seq() > 0) {
            AuditAnchor anchor = keys.sign(end, Instant.now().truncatedTo(ChronoUnit.SECONDS));
            Log.infof("audit anchor %s", anchor);
            store(anchor);
            last = anchor;
        }
    }

    private void store(AuditAnchor anchor) {
        database.run(
                "insert into audit_anchor values ($1, decode($2, 'hex'), $3, $4, $5) on conflict do nothing",
                Tuple.of(
                        anchor.link().seq(),
                        anchor.link().digest(),
                        anchor.at().atOffset(ZoneOffset.UTC),
                        anchor.key(),
                        anchor.mac()));
    }

    /** Returns the number of rows after {@code from} that are broken; one more if the head is not among the rows. */
    private long brokenAfter(AuditLink from) {
        // Read before the rows, since rows are added meanwhile.
        Optional<AuditLink> head =
                database.run("select seq, encode(digest, 'hex') as hex from audit_head", Tuple.tuple()).stream()
                        .map(AuditLink::of)
                        .findFirst();
        boolean headFound = head.filter(from::equals).isPresent();
        long wrong = 0;
        AuditLink link = from;
        for (RowSet<Row> page = rows(link); page.size() > 0; page = rows(link)) {
            for (Row row : page) {
                wrong += link.isFollowedBy(row) ? 0 : 1;
                link = AuditLink.of(row);
                headFound |= head.filter(link::equals).isPresent();
            }
        }
        return wrong + (headFound ? 0 : 1);
    }

    private RowSet<Row> rows(AuditLink after) {
        return database.run(ROWS, Tuple.of(after.seq(), PAGE));
    }

    private long brokenAnchors() {
        long wrong = 0;
        Tuple after = Tuple.of(0L, OffsetDateTime.MIN, PAGE);
        while (true) {
            RowSet<Row> page = database.run(ANCHORS, after);
            for (Row row : page) {
                wrong += isBroken(row) ? 1 : 0;
                after = Tuple.of(row.getLong("seq"), row.getOffsetDateTime("at"), PAGE);
            }
            if (page.size() < PAGE) {
                return wrong;
            }
        }
    }

    private boolean isBroken(Row row) {
        AuditAnchor anchor = new AuditAnchor(
                AuditLink.of(row),
                Objects.requireNonNull(Database.instant(row, "at")),
                row.getString("key"),
                row.getString("mac"));
        return !keys.isAuthentic(anchor) || !anchor.link().digest().equals(row.getString("found"));
    }

    /** Whether the row of the last anchor of this process exists and is unchanged. */
    private boolean isLastAnchorIntact() {
        AuditAnchor anchored = last;
        return anchored == null
                || last(database.run(
                                "select seq, encode(digest, 'hex') as hex from audit where seq = $1",
                                Tuple.of(anchored.link().seq())))
                        .equals(anchored.link());
    }

    private static AuditLink last(RowSet<Row> rows) {
        return rows.stream().map(AuditLink::of).findFirst().orElse(AuditLink.NONE);
    }

    private static void logBroken(long wrong) {
        if (wrong > 0) {
            Log.errorf(
                    "The audit trail has been tampered with: %d of its rows and anchors were changed or deleted",
                    wrong);
        }
    }

    /** Returns the number of broken rows and anchors that the last checks found. */
    public long broken() {
        return broken;
    }

    /** Returns the last anchor of this process; null if there is none yet. */
    @Nullable AuditAnchor last() {
        return last;
    }

    private double entries() {
        AuditAnchor anchored = last;
        return anchored == null ? Double.NaN : anchored.link().seq();
    }
}
