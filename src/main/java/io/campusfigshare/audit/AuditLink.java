package io.campusfigshare.audit;

import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** The number of a row and its digest in hex. {@link #NONE} precedes the first row. */
record AuditLink(long seq, String digest) {

    static final AuditLink NONE = new AuditLink(0, "");

    static AuditLink of(Row row) {
        return new AuditLink(row.getLong("seq"), row.getString("hex"));
    }

    /** Whether the row is the next one and is unchanged. */
    boolean isFollowedBy(Row row) {
        AuditLink next = of(row);
        return next.seq == seq + 1 && next.digest.equals(sha256(digest + canonical(row)));
    }

    /**
     * Returns the text that a row's digest covers, as {@code audit_canonical} of the database: netstrings, with {@code
     * -,} for null.
     */
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
}
