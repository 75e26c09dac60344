package io.campusfigshare.deposit.store;

import io.campusfigshare.catalogue.database.Database;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file as stored in PostgreSQL.
 *
 * @param declared    the file as its request declared it
 * @param number      Figshare's number of the file; null before there is one
 * @param replaces    Figshare's numbers of the files that this one replaces
 * @param callStarted when the call to add the file was sent; null if its outcome is known
 * @param sent        bytes that were sent to the upload host
 * @param problem     why it failed, as JSON
 * @param completed   when Figshare confirmed that it has all bytes
 * @param nextStep    when its status is to be read again
 * @param held        when the lease expires; null if nobody holds it
 */
public record StoredFile(
        UUID id,
        UUID deposit,
        DeclaredFile declared,
        FileState state,
        @Nullable Long number,
        List<Long> replaces,
        @Nullable Instant callStarted,
        long sent,
        @Nullable String problem,
        @Nullable Instant completed,
        @Nullable Instant nextStep,
        @Nullable Instant held,
        Instant modified) {

    static StoredFile of(Row row) {
        return new StoredFile(
                row.getUUID("id"),
                row.getUUID("deposit"),
                new DeclaredFile(
                        row.getString("name"),
                        row.getLong("size"),
                        row.getString("md5"),
                        row.getString("sha256"),
                        row.getString("link")),
                FileState.of(row.getString("state")),
                row.getLong("file"),
                List.of(row.getArrayOfLongs("replaces")),
                Database.instant(row, "intended"),
                row.getLong("sent"),
                row.getString("problem"),
                Database.instant(row, "completed"),
                Database.instant(row, "due"),
                Database.instant(row, "held"),
                Objects.requireNonNull(Database.instant(row, "modified")));
    }

    public String name() {
        return declared.name();
    }

    public long size() {
        return declared.size();
    }

    /** Returns Figshare's number of the file. Fails if there is none yet. */
    public long requireNumber() {
        return Objects.requireNonNull(number);
    }

    /** Returns whether nothing is scheduled for the file. */
    public boolean isIdle() {
        return state == FileState.AVAILABLE
                || state == FileState.FAILED
                || (state == FileState.PROCESSING && nextStep == null);
    }

    /** Returns whether bytes are missing and nobody is sending them. */
    boolean isIncomplete() {
        boolean lacking = state == FileState.WAITING || state == FileState.UPLOADING;
        return lacking && (held == null || held.isBefore(Instant.now()));
    }
}
