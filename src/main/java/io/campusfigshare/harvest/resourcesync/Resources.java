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

/** What there is to copy, and what changed, for code that may block. */
@Singleton
class Resources {

    /** How many representations of its metadata each item has. */
    static final int REPRESENTATIONS = 3;

    /** The most entries of a list (section 5.1 of the sitemap protocol). */
    private static final int LONGEST = 50_000;

    /** With room for the files of the item that crosses the line. */
    private static final int PAGE = 45_000;

    private static final int SLICE = 50;

    private final Database database;
    private final ObjectMapper json;

    Resources(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** A part of the list of all resources: those of the items between these numbers. */
    record Part(long first, long last, Instant changed) {}

    /** A file, as far as it can be told what its bytes will be. */
    record File(
            long id,
            @Nullable Long size,
            @Nullable String md5,
            @Nullable String mediaType,
            boolean linkOnly) {}

    /** An item with its files. */
    record Holding(long item, Instant changed, List<File> files) {}

    /**
     * A change of an item.
     *
     * @param last  whether nothing has changed the item since
     * @param files the numbers of its files as they are now, or were when it was withdrawn
     */
    record Change(long item, String kind, Instant at, boolean last, List<Long> files) {}

    /** Takes what is read. */
    @FunctionalInterface
    interface Reading<T> {
        void read(T one) throws XMLStreamException;
    }

    Instant now() {
        return moment(
                ask("select clock_timestamp() as now", Tuple.tuple()).iterator().next(), "now");
    }

    /** The parts that the list of all resources is in: one where all of it fits, none where there is nothing. */
    List<Part> parts() {
        RowSet<Row> rows = ask("""
                with listed as (
                    select item, changed, sum($1 + cardinality(files)) over (order by item) as n
                    from harvest where item in (select id from item where withdrawn is null))
                select min(item) as first, max(item) as last, max(changed) as at
                from listed, (select max(n) as all from listed) total
                group by case when total.all > $2 then (n - 1) / $3 else 0 end order by 1
                """, Tuple.of(REPRESENTATIONS, LONGEST, (long) PAGE));
        return rows.stream()
                .map(row -> new Part(row.getLong("first"), row.getLong("last"), moment(row, "at")))
                .toList();
    }

    /** The items between these numbers, a few at a time. */
    void holdings(long first, long last, Reading<Holding> reading) throws XMLStreamException {
        long from = first;
        while (true) {
            RowSet<Row> rows = ask(
                    "select id, changed as at, harvest_list(body, 'files')::text as files from item join harvest on item = id"
                            + " where withdrawn is null and id >= $1 and id <= $2 order by id limit $3",
                    Tuple.of(from, last, SLICE));
            for (Row row : rows) {
                reading.read(new Holding(row.getLong("id"), moment(row, "at"), files(row.getString("files"))));
                from = row.getLong("id") + 1;
            }
            if (rows.size() < SLICE) {
                return;
            }
        }
    }

    /** The newest changes that fit into one list, the oldest first. */
    List<Change> changes() {
        RowSet<Row> rows = ask("""
                select item, kind, at, last, files from (
                    select seq, item, kind, at, last, files,
                        sum($1 + case when last then cardinality(files) else 0 end) over (order by seq desc) as n
                    from (
                        select c.seq, c.item, c.kind, c.at, h.files,
                            row_number() over (partition by c.item order by c.seq desc) = 1 as last
                        from (select * from change order by seq desc limit $2) c join harvest h on h.item = c.item) newest) listed
                where n <= $3 order by seq
                """, Tuple.of(REPRESENTATIONS, LONGEST / REPRESENTATIONS, (long) LONGEST));
        return rows.stream()
                .map(row -> new Change(
                        row.getLong("item"),
                        row.getString("kind"),
                        moment(row, "at"),
                        row.getBoolean("last"),
                        List.of(row.getArrayOfLongs("files"))))
                .toList();
    }

    /** The changes with their items' files, where there are any to tell of; a few at a time. */
    void changed(List<Change> changes, Files reading) throws XMLStreamException {
        for (int first = 0; first < changes.size(); first += SLICE) {
            List<Change> slice = changes.subList(first, Math.min(first + SLICE, changes.size()));
            Map<Long, List<File>> files = new HashMap<>();
            Long[] ids = slice.stream().filter(Change::last).map(Change::item).toArray(Long[]::new);
            for (Row row : ask(
                    "select id, harvest_list(body, 'files')::text as files from item where id = any ($1)",
                    Tuple.tuple().addArrayOfLong(ids))) {
                files.put(row.getLong("id"), files(row.getString("files")));
            }
            for (Change change : slice) {
                reading.read(change, change.last() ? files.getOrDefault(change.item(), List.of()) : List.of());
            }
        }
    }

    /** Takes a change with the files that the item has. */
    @FunctionalInterface
    interface Files {
        void read(Change change, List<File> files) throws XMLStreamException;
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
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
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

    private RowSet<Row> ask(String sql, Tuple values) {
        return database.query(sql, values).await().indefinitely();
    }
}
