package io.campusfigshare.deposit.store;

import io.campusfigshare.catalogue.database.Database;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file as the ledger has it.
 *
 * @param file      Figshare's number of it; null before there is one
 * @param replaces  Figshare's numbers of those whose place it takes
 * @param callStarted  when Figshare was about to be asked for it, while nobody knows what came of that
 * @param problem   why it failed, as JSON
 * @param completed since when Figshare knows that it has all of it
 * @param nextStep       when Figshare is to be asked again whether it is available
 * @param held      until when somebody sends it or asks for it
 * @param modified  when the ledger has last changed it
 */
public record StoredFile(
        UUID id,
        UUID deposit,
        DeclaredFile announced,
        FileState state,
        @Nullable Long file,
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
        return announced.name();
    }

    public long size() {
        return announced.size();
    }

    /** Figshare's number of it, of which there is one by now. */
    public long requireRecord() {
        return Objects.requireNonNull(file);
    }

    /** Whether nothing more is going to happen to it unless somebody sends it once more. */
    public boolean isIdle() {
        return state == FileState.AVAILABLE
                || state == FileState.FAILED
                || (state == FileState.PROCESSING && nextStep == null);
    }

    /** Whether it lacks bytes that nobody is sending. */
    boolean isIncomplete() {
        boolean lacking = state == FileState.WAITING || state == FileState.UPLOADING;
        return lacking && (held == null || held.isBefore(Instant.now()));
    }
}
