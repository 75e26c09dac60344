package io.campusfigshare.harvest.resourcesync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.catalogue.database.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Reads the items, files and changes for the lists of ResourceSync; blocking. */
@Singleton
class Resources {

    /** The number of formats in which each item's metadata is listed; see {@link ResourceEntries}. */
    static final int FORMATS_PER_ITEM = 3;

    /** The maximum number of entries of a list (section 5.1 of the sitemap protocol). */
    private static final int MAX_ENTRIES = 50_000;

    /** The entries of a part, below the maximum to leave room for the files of the last item. */
    private static final int PART_ENTRIES = 45_000;

    private static final int BATCH_SIZE = 50;

    private final Database database;
    private final ObjectMapper json;

    Resources(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** A part of the resource list: the items with ids between {@code first} and {@code last}. */
    record Part(long first, long last, Instant changed) {}

    /** A file, with what is known of its content. */
    record File(
            long id,
            @Nullable Long size,
            @Nullable String md5,
            @Nullable String mediaType,
            boolean linkOnly) {}

    /** An item with its files. */
    record ListedItem(long item, Instant changed, List<File> files) {}

    /**
     * A change of an item.
     *
     * @param kind  {@code created}, {@code updated} or {@code withdrawn}
     * @param last  whether this is the item's latest change
     * @param files the ids of its current files, or of its files when it was withdrawn
     */
    record Change(long item, String kind, Instant at, boolean last, List<Long> files) {}

    /** Receives each row when it is read. */
    @FunctionalInterface
    interface RowConsumer<T> {
        void accept(T row) throws XMLStreamException;
    }

    Instant now() {
        return moment(
                query("select clock_timestamp() as now", Tuple.tuple())
                        .iterator()
                        .next(),
                "now");
    }

    /** Returns the parts of the resource list: one if everything fits into one list, none if there are no items. */
    List<Part> parts() {
        RowSet<Row> rows = query("""
                with listed as (
                    select item, changed, sum($1 + cardinality(files)) over (order by item) as n
                    from harvest where item in (select id from item where withdrawn is null))
                select min(item) as first, max(item) as last, max(changed) as at
                from listed, (select max(n) as all from listed) total
                group by case when total.all > $2 then (n - 1) / $3 else 0 end order by 1
                """, Tuple.of(FORMATS_PER_ITEM, MAX_ENTRIES, (long) PART_ENTRIES));
        return rows.stream()
                .map(row -> new Part(row.getLong("first"), row.getLong("last"), moment(row, "at")))
                .toList();
    }

    /** Reads the items with ids between {@code first} and {@code last}, a few at a time. */
    void readItems(long first, long last, RowConsumer<ListedItem> consumer) throws XMLStreamException {
        long from = first;
        while (true) {
            RowSet<Row> rows = query(
                    "select id, changed as at, harvest_list(body, 'files')::text as files from item join harvest on item = id"
                            + " where withdrawn is null and id >= $1 and id <= $2 order by id limit $3",
                    Tuple.of(from, last, BATCH_SIZE));
            for (Row row : rows) {
                consumer.accept(new ListedItem(row.getLong("id"), moment(row, "at"), files(row.getString("files"))));
                from = row.getLong("id") + 1;
            }
            if (rows.size() < BATCH_SIZE) {
                return;
            }
        }
    }

    /** Returns the latest changes that fit into one list, oldest first. */
    List<Change> changes() {
        RowSet<Row> rows = query("""
                select item, kind, at, last, files from (
                    select seq, item, kind, at, last, files,
                        sum($1 + case when last then cardinality(files) else 0 end) over (order by seq desc) as n
                    from (
                        select c.seq, c.item, c.kind, c.at, h.files,
                            row_number() over (partition by c.item order by c.seq desc) = 1 as last
                        from (select * from change order by seq desc limit $2) c join harvest h on h.item = c.item) newest) listed
                where n <= $3 order by seq
                """, Tuple.of(FORMATS_PER_ITEM, MAX_ENTRIES / FORMATS_PER_ITEM, (long) MAX_ENTRIES));
        return rows.stream()
                .map(row -> new Change(
                        row.getLong("item"),
                        row.getString("kind"),
                        moment(row, "at"),
                        row.getBoolean("last"),
                        List.of(row.getArrayOfLongs("files"))))
                .toList();
    }

    /** Reads the files of the changed items, a few changes at a time. Only an item's latest change has files. */
    void readFilesOfChanges(List<Change> changes, ChangeConsumer consumer) throws XMLStreamException {
        for (int first = 0; first < changes.size(); first += BATCH_SIZE) {
            List<Change> batch = changes.subList(first, Math.min(first + BATCH_SIZE, changes.size()));
            Map<Long, List<File>> files = new HashMap<>();
            Long[] ids = batch.stream().filter(Change::last).map(Change::item).toArray(Long[]::new);
            for (Row row : query(
                    "select id, harvest_list(body, 'files')::text as files from item where id = any ($1)",
                    Tuple.tuple().addArrayOfLong(ids))) {
                files.put(row.getLong("id"), files(row.getString("files")));
            }
            for (Change change : batch) {
                consumer.accept(change, change.last() ? files.getOrDefault(change.item(), List.of()) : List.of());
            }
        }
    }

    /** Receives each change with the current files of the item. */
    @FunctionalInterface
    interface ChangeConsumer {
        void accept(Change change, List<File> files) throws XMLStreamException;
    }

    private List<File> files(@Nullable String list) {
        if (list == null) {
            return List.of();
        }
        try {
            List<File> files = new ArrayList<>();
            for (JsonNode file : json.readTree(list)) {
                files.add(new File(
                        file.path("id").asLong(),
                        file.path("size").isNumber() ? file.path("size").asLong() : null,
                        text(file.path("md5")),
                        text(file.path("mediaType")),
                        file.path("linkOnly").asBoolean()));
            }
            return files;
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static @Nullable String text(JsonNode node) {
        return Stream.of(node)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> text.matches("[\\x21-\\x7E]{1,200}"))
                .findFirst()
                .orElse(null);
    }

    private static Instant moment(Row row, String column) {
        return Objects.requireNonNull(Database.instant(row, column));
    }

    private RowSet<Row> query(String sql, Tuple values) {
        return database.query(sql, values).await().indefinitely();
    }
}
