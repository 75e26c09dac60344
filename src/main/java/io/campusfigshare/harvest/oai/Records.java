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
 * The catalogue in the order of each item's last change, for code that may block. Changes are numbered in the order of
 * their commits, and an item that changes goes to the end: who goes on after a number misses nothing, however the
 * catalogue changes meanwhile.
 */
@Singleton
class Records {

    /** The lock that whoever writes a change holds until the commit. */
    private static final long CHANGING = 0x66696773_00000001L;

    /** Bodies that are in memory at once: one of them may be a megabyte. */
    private static final int SLICE = 10;

    private static final String COLUMNS = """
            select h.item, h.seq, h.at, i.withdrawn is not null as gone, i.type, i.department, h.categories,
            """ + Sets.OPEN_OR_FUNDED + """
                 as open_or_funded,
                array(select id from container where kind = 'collection' and members @> array[h.item] order by id)
                    as collections
            """;

    private static final String FROM = " from harvest h join item i on i.id = h.item ";

    private static final String SELECTED =
            " where h.seq > $1 and ($2::timestamptz is null or h.at >= $2) and ($3::timestamptz is null or h.at < $3)";

    private final Database database;
    private final ObjectMapper json;

    Records(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** A record's header. */
    record Header(long item, long seq, Instant at, boolean deleted, List<String> sets) {}

    /**
     * What is listed.
     *
     * @param from  the first moment that counts
     * @param until the first moment that does not count any more
     */
    record Selection(
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String set) {}

    /** A part of a list, which there may be more of. */
    record Page(List<Header> headers, boolean last) {}

    /**
     * The moment up to which nothing is missing from what is read afterwards. A change that has its moment and is not
     * committed yet is waited for.
     */
    Instant now() {
        Row now = ask("select clock_timestamp() as now, pg_advisory_xact_lock_shared($1)::text", Tuple.of(CHANGING))
                .iterator()
                .next();
        return Objects.requireNonNull(Database.instant(now, "now"));
    }

    Instant earliest(Instant none) {
        Instant earliest = Database.instant(
                ask("select min(at) as at from harvest", Tuple.tuple())
                        .iterator()
                        .next(),
                "at");
        return earliest == null ? none : earliest;
    }

    Optional<Header> header(long item, DepartmentTree tree) {
        return ask(COLUMNS + FROM + "where h.item = $1", Tuple.of(item)).stream()
                .map(row -> header(row, tree))
                .findFirst();
    }

    long count(Selection selection, DepartmentTree tree) {
        return select("select count(*) as n" + FROM, selection, tree, 0, "")
                .map(rows -> rows.iterator().next().getLong("n"))
                .orElse(0L);
    }

    /**
     * What comes after a number. A page that others follow holds nothing of the present second: what changes once more
     * within it would come again with the same datestamp.
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

    /** The items of some records, a few at a time; one that was withdrawn meanwhile is missing. */
    void items(List<Header> headers, Reading reading) throws XMLStreamException {
        for (int first = 0; first < headers.size(); first += SLICE) {
            List<Header> slice = headers.subList(first, Math.min(first + SLICE, headers.size()));
            Map<Long, Item> items = new HashMap<>();
            Long[] ids = slice.stream()
                    .filter(header -> !header.deleted())
                    .map(Header::item)
                    .toArray(Long[]::new);
            for (Row row : ask(
                    "select id, body from item where id = any ($1) and body is not null",
                    Tuple.tuple().addArrayOfLong(ids))) {
                items.put(row.getLong("id"), item(row.getString("body")));
            }
            for (Header header : slice) {
                reading.read(header, items.get(header.item()));
            }
        }
    }

    /** Takes a record as it is read. */
    @FunctionalInterface
    interface Reading {
        void read(Header header, @Nullable Item item) throws XMLStreamException;
    }

    byte[] key() {
        return ask("select key from harvest_key", Tuple.tuple())
                .iterator()
                .next()
                .getBuffer("key")
                .getBytes();
    }

    /** Empty where the set is none. */
    private Optional<RowSet<Row>> select(String what, Selection selection, DepartmentTree tree, long seq, String part) {
        Tuple values = Tuple.tuple()
                .addLong(seq)
                .addOffsetDateTime(Database.utc(selection.from()))
                .addOffsetDateTime(Database.utc(selection.until()));
        if (selection.set() == null) {
            return Optional.of(ask(what + SELECTED + part, values));
        }
        return Sets.condition(selection.set(), tree).map(condition -> {
            Object value = condition.value();
            Tuple all = switch (value) {
                case Long[] numbers -> values.addArrayOfLong(numbers);
                case String[] texts -> values.addArrayOfString(texts);
                default -> values.addValue(value);
            };
            return ask(what + SELECTED + " and " + condition.sql().formatted("$4") + part, all);
        });
    }

    private static Header header(Row row, DepartmentTree tree) {
        return new Header(
                row.getLong("item"),
                row.getLong("seq"),
                Objects.requireNonNull(Database.instant(row, "at")),
                row.getBoolean("gone"),
                Sets.of(row, tree));
    }

    /** Some hundred changes in one second are rare. */
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
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private RowSet<Row> ask(String sql, Tuple values) {
        return database.query(sql, values).await().indefinitely();
    }
}
