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
 * The exclusive right to change a file. {@link FileStore} renews it every second while this process lives. A method
 * fails with 409 if the lease has expired and somebody else has taken it.
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

    /** Returns the file after the last change. */
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

    /** Starts the file again, because Figshare no longer has it. */
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

    /** Stores that the call to add the file was not sent or was refused. */
    public void giveUp() {
        change("intended = null");
    }

    /**
     * Stores that Figshare has added the file.
     *
     * @param number Figshare's number of it
     */
    public void recordAdded(long number) {
        change("file = $3, intended = null, state = 'uploading'", number);
    }

    /**
     * Stores that Figshare has all bytes. After the wait, any replica may complete the upload and read the file's
     * status.
     */
    public void allSent(String md5, Duration wait) {
        change(
                "state = 'processing', problem = null, md5 = $3, sent = size,"
                        + " due = clock_timestamp() + $4 * interval '1 millisecond'",
                md5,
                wait.toMillis());
    }

    /** Stores that Figshare has answered the completion of the upload. */
    public void completionAnswered() {
        change("completed = coalesce(completed, clock_timestamp())");
    }

    /** Schedules the next read of the file's status. */
    public void postpone(Duration wait) {
        change("due = clock_timestamp() + $3 * interval '1 millisecond'", wait.toMillis());
    }

    /** Enters AVAILABLE or FAILED. If it was the last one of the deposit, the deposit continues. */
    public void finish(FileState state, @Nullable String problem) {
        update(store.endFile(
                file,
                "update deposit_file set modified = clock_timestamp(), state = $3, problem = $4, due = null,"
                        + " replaces = case when $3 = 'available' then '{}' else replaces end,"
                        + " sent = case when $3 = 'available' then size else sent end"
                        + " where id = $1 and holder = $2 returning *",
                Tuple.of(file.id(), holder, state.text(), problem)));
    }

    /** Deletes the stored file. If it was the last one that was unfinished, the deposit continues. */
    public void delete() {
        update(store.endFile(
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

    /** Returns the problem of a lease that somebody else holds. */
    public static Problem lost() {
        return new Problem(
                FileStore.BUSY, "Another request is sending this file. Try again.", Duration.ofSeconds(2), null);
    }
}
