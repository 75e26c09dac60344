package io.campusfigshare.harvest.oai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.Item;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue in the order of each item's last change; blocking. Changes are numbered in the order of their
 * commits, and a changed item moves to the end. A client that continues after a number therefore misses nothing,
 * however the catalogue changes meanwhile.
 */
@Singleton
class Records {

    /** The advisory lock that a transaction with a change holds until its commit. */
    private static final long CHANGE_LOCK = 0x66696773_00000001L;

    /** The maximum number of items in memory at once, because one may have a megabyte. */
    private static final int BATCH_SIZE = 10;

    private static final String COLUMNS = """
            select h.item, h.seq, h.at, i.withdrawn is not null as deleted, i.type, i.department, h.categories,
            """ + Sets.OPEN_OR_FUNDED + """
                 as open_or_funded,
                array(select id from container where kind = 'collection' and members @> array[h.item] order by id)
                    as collections
            """;

    private static final String FROM = " from harvest h join item i on i.id = h.item ";

    private static final String AFTER_SEQ_IN_PERIOD =
            " where h.seq > $1 and ($2::timestamptz is null or h.at >= $2) and ($3::timestamptz is null or h.at < $3)";

    private final Database database;
    private final ObjectMapper json;

    Records(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** The header of a record; {@code seq} is the number of its last change. */
    record Header(long item, long seq, Instant at, boolean deleted, List<String> sets) {}

    /**
     * The filter of a list.
     *
     * @param from  the beginning of the period, inclusive
     * @param until the end of the period, exclusive
     */
    record Selection(
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String set) {}

    /** A page of a list; {@code last} if none follows. */
    record Page(List<Header> headers, boolean last) {}

    /**
     * Returns a moment before which all changes are visible to later reads. Waits for transactions that have already
     * taken the time of their change but have not committed it.
     */
    Instant now() {
        Row now = query(
                        "select clock_timestamp() as now, pg_advisory_xact_lock_shared($1)::text",
                        Tuple.of(CHANGE_LOCK))
                .iterator()
                .next();
        return Objects.requireNonNull(Database.instant(now, "now"));
    }

    /** Returns the time of the oldest change, or {@code fallback} if there is none. */
    Instant earliest(Instant fallback) {
        Instant earliest = Database.instant(
                query("select min(at) as at from harvest", Tuple.tuple())
                        .iterator()
                        .next(),
                "at");
        return earliest == null ? fallback : earliest;
    }

    Optional<Header> header(long item, DepartmentTree tree) {
        return query(COLUMNS + FROM + "where h.item = $1", Tuple.of(item)).stream()
                .map(row -> header(row, tree))
                .findFirst();
    }

    long count(Selection selection, DepartmentTree tree) {
        return select("select count(*) as n" + FROM, selection, tree, 0, "")
                .map(rows -> rows.iterator().next().getLong("n"))
                .orElse(0L);
    }

    /**
     * Returns the page after a number. A page that is not the last excludes the current second, because an item that
     * changes again within that second would be listed again with the same datestamp.
     */
    Page after(long seq, int size, Selection selection, DepartmentTree tree, Instant now) {
        for (Instant present = now; ; present = nextSecond(present)) {
            List<Header> headers = new ArrayList<>();
            select(COLUMNS + FROM, selection, tree, seq, " order by h.seq limit " + (size + 1))
                    .ifPresent(rows -> rows.forEach(row -> headers.add(header(row, tree))));
            if (headers.size() <= size) {
                return new Page(headers, true);
            }
            headers.removeLast();
            Instant second = present.truncatedTo(ChronoUnit.SECONDS);
            headers.removeIf(header -> !header.at().isBefore(second));
            if (!headers.isEmpty()) {
                return new Page(headers, false);
            }
        }
    }

    /** Reads the items of records, a few at a time. The item is null for a record that was withdrawn meanwhile. */
    void items(List<Header> headers, RecordConsumer consumer) throws XMLStreamException {
        for (int first = 0; first < headers.size(); first += BATCH_SIZE) {
            List<Header> batch = headers.subList(first, Math.min(first + BATCH_SIZE, headers.size()));
            Map<Long, Item> items = new HashMap<>();
            Long[] ids = batch.stream()
                    .filter(header -> !header.deleted())
                    .map(Header::item)
                    .toArray(Long[]::new);
            for (Row row : query(
                    "select id, body from item where id = any ($1) and body is not null",
                    Tuple.tuple().addArrayOfLong(ids))) {
                items.put(row.getLong("id"), item(row.getString("body")));
            }
            for (Header header : batch) {
                consumer.accept(header, items.get(header.item()));
            }
        }
    }

    /** Receives each record when it is read. */
    @FunctionalInterface
    interface RecordConsumer {
        void accept(Header header, @Nullable Item item) throws XMLStreamException;
    }

    /** Returns the key that signs resumption tokens, which all replicas share. */
    byte[] key() {
        return query("select key from harvest_key", Tuple.tuple())
                .iterator()
                .next()
                .getBuffer("key")
                .getBytes();
    }

    /** Returns empty if the set does not exist. */
    private Optional<RowSet<Row>> select(
            String columns, Selection selection, DepartmentTree tree, long seq, String orderAndLimit) {
        Tuple values = Tuple.tuple()
                .addLong(seq)
                .addOffsetDateTime(Database.utc(selection.from()))
                .addOffsetDateTime(Database.utc(selection.until()));
        if (selection.set() == null) {
            return Optional.of(query(columns + AFTER_SEQ_IN_PERIOD + orderAndLimit, values));
        }
        return Sets.condition(selection.set(), tree).map(condition -> {
            Object value = condition.value();
            Tuple all = switch (value) {
                case Long[] numbers -> values.addArrayOfLong(numbers);
                case String[] texts -> values.addArrayOfString(texts);
                default -> values.addValue(value);
            };
            return query(
                    columns + AFTER_SEQ_IN_PERIOD + " and " + condition.sql().formatted("$4") + orderAndLimit, all);
        });
    }

    private static Header header(Row row, DepartmentTree tree) {
        return new Header(
                row.getLong("item"),
                row.getLong("seq"),
                Objects.requireNonNull(Database.instant(row, "at")),
                row.getBoolean("deleted"),
                Sets.specsOf(row, tree));
    }

    /** Waits for the next second, which is rare: only if more changes than fit on a page happen within one second. */
    private Instant nextSecond(Instant present) {
        Instant next = present.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Instant now = now();
        while (now.isBefore(next)) {
            try {
                TimeUnit.MILLISECONDS.sleep(1 + ChronoUnit.MILLIS.between(now, next));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Stopped while waiting for the end of a second", stopping);
            }
            now = now();
        }
        return now;
    }

    private Item item(String body) {
        try {
            return json.readValue(body, Item.class);
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private RowSet<Row> query(String sql, Tuple values) {
        return database.query(sql, values).await().indefinitely();
    }
}
