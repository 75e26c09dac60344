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

    /** Its bytes are on their way, of which that tells how many have been sent. */
    public void uploadStarted(LongSupplier progress) {
        sent = progress;
        change("problem = null, sent = $3", sent.getAsLong());
    }

    /** Its bytes are not on their way any more, and this is why. */
    public void uploadStopped(@Nullable String problem) {
        change("problem = $3", problem);
    }

    /** Something else is to come under this name: what is there stays until that is available. */
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

    /** Figshare has nothing of it any more, and is to be asked for it again. */
    public void restart() {
        change("state = 'waiting', file = null, intended = null, sent = 0, problem = null, completed = null");
    }

    /** Figshare is about to be asked for it; from then on, these are in its way. */
    public void beginAdd(List<Long> replaced) {
        change(
                "intended = clock_timestamp(), replaces = (select coalesce(array_agg(distinct n), '{}')"
                        + " from unnest(replaces || $3::bigint[]) n)",
                (Object) replaced.toArray(Long[]::new));
    }

    /** Fails unless the file is still in hand: then Figshare may not be asked for it. */
    public Uni<Void> beginCall() {
        return store.send(Tuple.of(file.id(), holder)).invoke(this::update).replaceWithVoid();
    }

    /** Of two threads that have changed it, the later change counts. Waits for nothing: an event loop may be here. */
    private synchronized void update(StoredFile changed) {
        if (!changed.modified().isBefore(file.modified())) {
            file = changed;
        }
    }

    /** Figshare has not been asked after all, or has refused. */
    public void giveUp() {
        change("intended = null");
    }

    public void recordAdded(long file) {
        change("file = $3, intended = null, state = 'uploading'", file);
    }

    /** Figshare has all bytes, and after the wait others may tell it so, and ask whether it is available. */
    public void allSent(String md5, Duration wait) {
        change(
                "state = 'processing', problem = null, md5 = $3, sent = size,"
                        + " due = clock_timestamp() + $4 * interval '1 millisecond'",
                md5,
                wait.toMillis());
    }

    /** Figshare knows that it has all bytes. */
    public void completionAnswered() {
        change("completed = coalesce(completed, clock_timestamp())");
    }

    public void postpone(Duration wait) {
        change("due = clock_timestamp() + $3 * interval '1 millisecond'", wait.toMillis());
    }

    /** It rests; and if it was the last one, the deposit does what it was waiting for. */
    public void finish(FileState state, @Nullable String problem) {
        update(store.settled(
                file,
                "update deposit_file set modified = clock_timestamp(), state = $3, problem = $4, due = null,"
                        + " replaces = case when $3 = 'available' then '{}' else replaces end,"
                        + " sent = case when $3 = 'available' then size else sent end"
                        + " where id = $1 and holder = $2 returning *",
                Tuple.of(file.id(), holder, state.text(), problem)));
    }

    /** There is no such file any more. */
    public void delete() {
        update(store.settled(
                file,
                "delete from deposit_file where id = $1 and holder = $2 returning *",
                Tuple.of(file.id(), holder)));
    }

    /** A sign of life. */
    void renew() {
        change("sent = $3", sent.getAsLong());
    }

    /** For whoever sends it next. */
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
