package io.campusfigshare.deposit.store;

import io.campusfigshare.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file in hand: nobody else sends it or asks for it meanwhile. The ledger prolongs the hold for as long as this process
 * lives; who was taken for dead, and comes back, finds that it is no longer theirs.
 */
public final class FileLease implements AutoCloseable {

    private final FileStore store;
    private final UUID holder;
    private volatile StoredFile file;
    private volatile LongSupplier sent;

    FileLease(FileStore store, UUID holder, StoredFile file) {
        this.store = store;
        this.holder = holder;
        this.file = file;
        this.sent = file::sent;
    }

    public StoredFile file() {
        return file;
    }

    UUID holder() {
        return holder;
    }

    /** Stores that the bytes are being sent. {@code progress} returns how many were sent so far. */
    public void uploadStarted(LongSupplier progress) {
        sent = progress;
        change("problem = null, sent = $3", sent.getAsLong());
    }

    /** Stores why the bytes are no longer being sent. */
    public void uploadStopped(@Nullable String problem) {
        change("problem = $3", problem);
    }

    /** Replaces the file by another of the same name. The old file stays at Figshare until the new one is available. */
    public void replaceWith(DeclaredFile other) {
        change(
                "size = $3, md5 = $4, sha256 = $5, link = $6, state = 'waiting', file = null, intended = null, sent = 0,"
                        + " problem = null, completed = null, due = null,"
                        + " replaces = case when state in ('available', 'processing') then replaces || file else replaces end",
                other.size(),
                other.md5(),
                other.sha256(),
                other.link());
    }

    /** Starts again: Figshare has lost the file. */
    public void restart() {
        change("state = 'waiting', file = null, intended = null, sent = 0, problem = null, completed = null");
    }

    /** Stores that the file is about to be added at Figshare, and which records it replaces. */
    public void beginAdd(List<Long> replaced) {
        change(
                "intended = clock_timestamp(), replaces = (select coalesce(array_agg(distinct n), '{}')"
                        + " from unnest(replaces || $3::bigint[]) n)",
                (Object) replaced.toArray(Long[]::new));
    }

    /** Fails if the lease has expired. Then the call must not be sent. */
    public Uni<Void> beginCall() {
        return store.send(Tuple.of(file.id(), holder)).invoke(this::update).replaceWithVoid();
    }

    /** Keeps the later of two changes. Does not wait, because an event loop may call it. */
    private synchronized void update(StoredFile changed) {
        if (!changed.modified().isBefore(file.modified())) {
            file = changed;
        }
    }

    /** The call to add the file was not sent, or was refused. */
    public void giveUp() {
        change("intended = null");
    }

    public void recordAdded(long file) {
        change("file = $3, intended = null, state = 'uploading'", file);
    }

    /** Figshare has all bytes. After the wait any replica may complete the upload and read the file's status. */
    public void allSent(String md5, Duration wait) {
        change(
                "state = 'processing', problem = null, md5 = $3, sent = size,"
                        + " due = clock_timestamp() + $4 * interval '1 millisecond'",
                md5,
                wait.toMillis());
    }

    /** Figshare has answered the completion of the upload. */
    public void completionAnswered() {
        change("completed = coalesce(completed, clock_timestamp())");
    }

    public void postpone(Duration wait) {
        change("due = clock_timestamp() + $3 * interval '1 millisecond'", wait.toMillis());
    }

    /** Ends the file. If it was the last one of the deposit, the deposit continues. */
    public void finish(FileState state, @Nullable String problem) {
        update(store.settled(
                file,
                "update deposit_file set modified = clock_timestamp(), state = $3, problem = $4, due = null,"
                        + " replaces = case when $3 = 'available' then '{}' else replaces end,"
                        + " sent = case when $3 = 'available' then size else sent end"
                        + " where id = $1 and holder = $2 returning *",
                Tuple.of(file.id(), holder, state.text(), problem)));
    }

    /** Deletes the stored file. If it was the last one that was unfinished, the deposit continues. */
    public void delete() {
        update(store.settled(
                file,
                "delete from deposit_file where id = $1 and holder = $2 returning *",
                Tuple.of(file.id(), holder)));
    }

    /** Renews the lease, and stores how many bytes were sent. */
    void renew() {
        change("sent = $3", sent.getAsLong());
    }

    /** Releases the lease. */
    @Override
    public void close() {
        store.release(this, sent.getAsLong());
    }

    private void change(String set, @Nullable Object... values) {
        Tuple all = Tuple.of(file.id(), holder);
        for (Object value : values) {
            all.addValue(value);
        }
        update(store.change(set, all));
    }

    public static Problem lost() {
        return new Problem(
                FileStore.BUSY, "Somebody else is sending this file now. Try again.", Duration.ofSeconds(2), null);
    }
}
