package io.campusfigshare.catalogue.sync;

import io.campusfigshare.catalogue.database.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the progress of the sync of items: the mark and the first fill. All methods block. */
@Singleton
class FillState {

    /** The name of the job that syncs items, and of its row in the table {@code sync}. */
    static final String ITEMS = "items";

    private final Database database;

    FillState(Database database) {
        this.database = database;
    }

    /** Returns the modification date up to which all items are in the catalogue; null before the first fill. */
    @Nullable Instant mark() {
        return Database.instant(syncState(), "mark");
    }

    /** Moves the mark forward to this modification date; never back. */
    void moveMark(Instant modified) {
        database.run(
                "update sync set mark = greatest(mark, $2) where name = $1", Tuple.of(ITEMS, Database.utc(modified)));
    }

    /** Returns whether the first fill has ended. */
    boolean isFilled() {
        return syncState().getOffsetDateTime("filled") != null;
    }

    /**
     * Stores the start of the first fill.
     *
     * @param expected the number of items that Figshare lists
     * @param newest   the latest modification date in the list, from which the sync continues
     */
    void startFill(long expected, @Nullable Instant newest) {
        database.run(
                "update sync set expected = $2, listed = clock_timestamp(), mark = greatest(mark, $3),"
                        + " had = (select count(*) from item where withdrawn is null) where name = $1",
                Tuple.of(ITEMS, expected, Database.utc(newest)));
    }

    void endFill() {
        database.run("update sync set filled = clock_timestamp() where name = $1 and filled is null", Tuple.of(ITEMS));
        database.run("delete from wanted", Tuple.tuple());
    }

    /** Returns, and forgets, the items that were requested during the first fill. */
    List<Long> takePrioritised() {
        return database.run("delete from wanted returning id", Tuple.tuple()).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    private Row syncState() {
        return database.run("select mark, filled from sync where name = $1", Tuple.of(ITEMS))
                .iterator()
                .next();
    }
}
