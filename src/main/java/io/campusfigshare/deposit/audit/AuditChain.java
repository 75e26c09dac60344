package io.campusfigshare.deposit.audit;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.access.DepositDoor;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail as a chain: each row's digest is of itself and of the row before. Every hour its end is an {@link AuditAnchor},
 * in the log, at the management port and in the database; a chain that is made anew, or cut short, does not fit the anchors.
 * The digests are computed here, and not by functions of the database, which its owner can replace.
 * docs/audit-trail.md says how to verify the same with psql and openssl.
 */
@Singleton
public final class AuditChain {

    private static final int PAGE = 1_000;

    private static final String ROWS =
            "select *, encode(digest, 'hex') as hex from audit where seq > $1 order by seq limit $2";

    /** With the digest of the row that each is for; null where that is gone. */
    private static final String ANCHORS = """
            select a.seq, a.at, a.key, a.mac, encode(a.digest, 'hex') as hex, encode(r.digest, 'hex') as found
            from audit_anchor a left join audit r on r.seq = a.seq
            where (a.seq, a.at) > ($1, $2) order by a.seq, a.at limit $3
            """;

    /** A row, by its number and its digest in hex. Before the first row there is {@link #NONE}. */
    record Link(long seq, String digest) {
        static final Link NONE = new Link(0, "");

        static Link of(Row row) {
            return new Link(row.getLong("seq"), row.getString("hex"));
        }

        /** Whether the row stands behind this one as it was written. */
        boolean isFollowedBy(Row row) {
            Link next = of(row);
            return next.seq == seq + 1 && next.digest.equals(sha256(digest + canonical(row)));
        }
    }

    private final Database database;
    private final DepositDoor door;
    private final AuditKeys keys;
    private volatile long broken;
    private volatile @Nullable AuditAnchor last;

    public AuditChain(Database database, DepositDoor door, AuditKeys keys, MeterRegistry metrics) {
        this.database = database;
        this.door = door;
        this.keys = keys;
        Gauge.builder("deposit.audit.broken", this, AuditChain::broken)
                .description(
                        "Rows and anchors of the audit trail that are not as they were written; anything but 0 is an alarm")
                .register(metrics);
        Gauge.builder("deposit.audit.entries", this, AuditChain::entries)
                .description("Rows of the audit trail at its last anchor; less than before is an alarm")
                .register(metrics);
    }

    /** Each row from the first, and each anchor. */
    @Scheduled(cron = "${campus.deposits.audit-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void check() {
        if (door.isOpen()) {
            broken = brokenAfter(Link.NONE) + brokenAnchors() + (lastStands() ? 0 : 1);
            tell(broken);
        }
    }

    /** Anchors the end of the trail, if what was added since the last anchor follows it. */
    @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    public void anchor() {
        if (!door.isOpen()) {
            return;
        }
        AuditAnchor known = last;
        Link end = last(database.run(
                "select seq, encode(digest, 'hex') as hex from audit order by seq desc limit 1", Tuple.tuple()));
        // A process that has just started knows of no anchor: it looks at the whole.
        long wrong =
                known == null ? brokenAfter(Link.NONE) + brokenAnchors() : lastStands() ? brokenAfter(known.link()) : 1;
        if (wrong > 0) {
            broken = Math.max(broken, wrong);
            tell(wrong);
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

    /** How many rows, the head among them, are not what they were. */
    private long brokenAfter(Link from) {
        // First: rows are added meanwhile.
        Optional<Link> head =
                database.run("select seq, encode(digest, 'hex') as hex from audit_head", Tuple.tuple()).stream()
                        .map(Link::of)
                        .findFirst();
        boolean whole = head.filter(from::equals).isPresent();
        long wrong = 0;
        Link link = from;
        for (RowSet<Row> page = rows(link); page.size() > 0; page = rows(link)) {
            for (Row row : page) {
                wrong += link.isFollowedBy(row) ? 0 : 1;
                link = Link.of(row);
                whole |= head.filter(link::equals).isPresent();
            }
        }
        return wrong + (whole ? 0 : 1);
    }

    private RowSet<Row> rows(Link after) {
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
                Link.of(row),
                Objects.requireNonNull(Database.instant(row, "at")),
                row.getString("key"),
                row.getString("mac"));
        return !keys.signed(anchor) || !anchor.link().digest().equals(row.getString("found"));
    }

    /** Whether the row of the last anchor of this process is there as it was. */
    private boolean lastStands() {
        AuditAnchor known = last;
        return known == null
                || last(database.run(
                                "select seq, encode(digest, 'hex') as hex from audit where seq = $1",
                                Tuple.of(known.link().seq())))
                        .equals(known.link());
    }

    private static Link last(RowSet<Row> rows) {
        return rows.stream().map(Link::of).findFirst().orElse(Link.NONE);
    }

    private static void tell(long wrong) {
        if (wrong > 0) {
            Log.errorf(
                    "The audit trail has been tampered with: %d of its rows and anchors are not as they were written",
                    wrong);
        }
    }

    /** What the digest is made of, as the database's {@code audit_canonical} writes it: netstrings, null as {@code -,}. */
    private static String canonical(Row row) {
        var text = new StringBuilder();
        OffsetDateTime at = row.getOffsetDateTime("at");
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant());
        Object[] fields = {
            row.getLong("seq"),
            micros,
            row.getString("client"),
            row.getString("subject"),
            row.getString("campus"),
            row.getLong("account"),
            row.getString("action"),
            row.getLong("item"),
            row.getUUID("deposit"),
            row.getString("outcome"),
            row.getString("request"),
            row.getLong("intent")
        };
        for (Object field : fields) {
            if (field == null) {
                text.append('-');
            } else {
                String value = field.toString();
                text.append(value.getBytes(StandardCharsets.UTF_8).length)
                        .append(':')
                        .append(value);
            }
            text.append(',');
        }
        return text.toString();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What the last checks found. */
    public long broken() {
        return broken;
    }

    /** The last anchor of this process; null before there is one. */
    @Nullable AuditAnchor last() {
        return last;
    }

    private double entries() {
        AuditAnchor known = last;
        return known == null ? Double.NaN : known.link().seq();
    }
}
