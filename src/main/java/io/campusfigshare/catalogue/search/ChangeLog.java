package io.campusfigshare.catalogue.search;

import io.campusfigshare.catalogue.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of changes of items in the catalogue. */
@Singleton
public class ChangeLog {

    private final Database database;

    ChangeLog(Database database) {
        this.database = database;
    }

    /**
     * A change of an item.
     *
     * @param cursor the position in the log; ascends in the order in which changes are committed
     * @param kind   created, updated or withdrawn
     * @param title  the current title, or the last one before the withdrawal
     */
    public record Change(
            long cursor,
            long item,
            String kind,
            Instant at,
            @Nullable String title,
            @Nullable String doi) {}

    /** Returns the changes after a cursor, the oldest first; {@code size} at most. */
    public Uni<List<Change>> after(long cursor, int size) {
        return database.query(
                        "select seq, item, kind, at, title, doi from change join item on id = item where seq > $1"
                                + " order by seq limit $2",
                        Tuple.of(cursor, size))
                .map(rows -> rows.stream()
                        .map(row -> new Change(
                                row.getLong("seq"),
                                row.getLong("item"),
                                row.getString("kind"),
                                row.getOffsetDateTime("at").toInstant(),
                                row.getString("title"),
                                row.getString("doi")))
                        .toList());
    }
}
