package io.campusfigshare.catalogue.sync;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status of the syncs, from the database.
 *
 * @param items         the number of items in the catalogue
 * @param mark          the modification date up to which all items are in the catalogue; null before the first fill
 * @param filled        whether the first fill has ended
 * @param fill          the first fill while it runs; null otherwise
 * @param ages          the seconds since the last successful start of each job, by job; null if no job has succeeded
 *                      yet
 * @param failedRecords the number of failed records
 * @param longestFailed the 20 records that have failed for the longest time
 */
record SyncStatus(
        long items,
        @Nullable Instant mark,
        boolean filled,
        @Nullable Fill fill,
        @Nullable JsonObject ages,
        long failedRecords,
        List<FailedRecord> longestFailed) {

    private static final String SELECT = """
            select (select count(*) from item where withdrawn is null) as items, mark, filled, expected, had,
                extract(epoch from clock_timestamp() - listed) as filling_for,
                (select count(*) from set_aside) as set_aside,
                (select coalesce(jsonb_agg(to_jsonb(longest) order by since), '[]') from (
                    select kind, id, failure, since, extract(epoch from clock_timestamp() - since) as seconds
                    from set_aside order by since limit 20) longest) as longest,
                (select jsonb_object_agg(name, extract(epoch from clock_timestamp() - began)) from sync
                    where began is not null) as ages
            from sync where name = 'items'
            """;

    /** Reads the status. Fails with {@link DatabaseFailure} while the database is unavailable. */
    static Uni<SyncStatus> read(Database database) {
        return database.query(SELECT, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            return new SyncStatus(
                    row.getLong("items"),
                    Database.instant(row, "mark"),
                    row.getOffsetDateTime("filled") != null,
                    Fill.of(row),
                    row.getJsonObject("ages"),
                    row.getLong("set_aside"),
                    row.getJsonArray("longest").stream()
                            .map(JsonObject.class::cast)
                            .map(FailedRecord::of)
                            .toList());
        });
    }

    /** Returns the seconds since the last successful start of each job, by job. */
    Map<String, Double> secondsSinceSync() {
        JsonObject known = ages;
        return known == null
                ? Map.of()
                : known.fieldNames().stream().collect(Collectors.toMap(name -> name, known::getDouble));
    }

    /**
     * The first fill while it runs.
     *
     * @param expected  the items that Figshare lists
     * @param left      the listed items that are not in the catalogue yet
     * @param perSecond the average number of items copied in a second since the start of the fill
     */
    record Fill(long expected, long left, double perSecond) {

        private static @Nullable Fill of(Row row) {
            Long expected = row.getLong("expected");
            if (expected == null || row.getOffsetDateTime("filled") != null) {
                return null;
            }
            long items = row.getLong("items");
            double seconds = Math.max(1, row.getDouble("filling_for"));
            return new Fill(expected, Math.max(0, expected - items), (items - row.getLong("had")) / seconds);
        }

        double secondsLeft() {
            return left / perSecond;
        }

        /** Returns the expected end of the fill, to the minute. */
        String expectedEnd() {
            return perSecond > 0
                    ? Instant.now()
                            .plusSeconds((long) secondsLeft())
                            .truncatedTo(ChronoUnit.MINUTES)
                            .toString()
                    : "unknown";
        }
    }

    /** A failed record; {@code seconds} is the time since its first failure. */
    record FailedRecord(String kind, String id, String failure, double seconds) {

        private static FailedRecord of(JsonObject row) {
            return new FailedRecord(
                    row.getString("kind"),
                    row.getLong("id").toString(),
                    row.getString("failure"),
                    row.getDouble("seconds"));
        }

        @Override
        public String toString() {
            return kind + " " + id + " (" + failure + ")";
        }
    }
}
