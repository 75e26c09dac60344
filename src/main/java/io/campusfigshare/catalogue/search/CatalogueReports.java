package io.campusfigshare.catalogue.search;

import io.campusfigshare.catalogue.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reports on the items in the catalogue. */
@Singleton
public class CatalogueReports {

    private final Database database;

    CatalogueReports(Database database) {
        this.database = database;
    }

    /**
     * An item under embargo.
     *
     * @param scope what is under embargo: the files or the whole article
     * @param until when the embargo ends; null if it is permanent
     */
    public record Embargo(
            long id,
            @Nullable String title,
            @Nullable String doi,
            @Nullable Long department,
            @Nullable String scope,
            @Nullable Instant until) {}

    /**
     * An item with incomplete metadata.
     *
     * @param missing the names of the missing fields
     */
    public record Incomplete(
            long id,
            @Nullable String title,
            @Nullable String doi,
            @Nullable Long department,
            List<String> missing) {}

    /**
     * Returns items under embargo, by the end of the embargo; only those that end before {@code before}, unless it is
     * null.
     */
    public Uni<Results<Embargo>> embargoes(@Nullable Instant before, int page, int size) {
        return query(
                "id, title, doi, department, embargo, nullif(opens, 'infinity') as opens",
                "opens is not null and ($1::timestamptz is null or opens < $1)",
                "opens, id",
                Tuple.of(before == null ? null : before.atOffset(ZoneOffset.UTC)),
                page,
                size,
                row -> new Embargo(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getString("doi"),
                        row.getLong("department"),
                        row.getString("embargo"),
                        row.getOffsetDateTime("opens") == null
                                ? null
                                : row.getOffsetDateTime("opens").toInstant()));
    }

    /** Returns items with incomplete metadata, the newest first. */
    public Uni<Results<Incomplete>> incomplete(int page, int size) {
        return query(
                "id, title, doi, department, missing",
                "missing <> '{}'",
                "published desc, id desc",
                Tuple.tuple(),
                page,
                size,
                row -> new Incomplete(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getString("doi"),
                        row.getLong("department"),
                        List.of(row.getArrayOfStrings("missing"))));
    }

    private <T> Uni<Results<T>> query(
            String columns, String where, String order, Tuple values, int page, int size, Function<Row, T> read) {
        String from = " from item where withdrawn is null and " + where;
        String limit = " order by " + order + " limit " + size + " offset " + (long) (page - 1) * size;
        return Uni.combine()
                .all()
                .unis(
                        database.query("select count(*) as n" + from, values),
                        database.query("select " + columns + from + limit, values))
                .with((count, items) -> new Results<>(
                        items.stream().map(read).toList(),
                        count.iterator().next().getLong("n")));
    }
}
