package io.campusfigshare.catalogue.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.StoredRecord;
import io.campusfigshare.catalogue.item.Item;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the sync writes, for code that may block: an item is kept in one transaction with the change that it is. */
@Singleton
class CatalogueWriter {

    /** The name under which it is kept how far the items have come. */
    static final String ITEMS = "items";

    /** Changes are committed in the order of their numbers. */
    private static final long CHANGING = 0x66696773_00000001L;

    /** PostgreSQL refuses a tsvector above 1 MB, and nobody looks for the millionth letter. */
    private static final int SEARCHED = 200_000;

    private static final String KEEP = """
            with known as (select digest from item where id = $1 and withdrawn is null),
            kept as (
                insert into item (id, body, digest, versions, title, doi, type, license, access, department, orcids,
                    keywords, categories, funders, created, modified, published, place, search, authors,
                    embargo, opens, missing, people)
                select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                    coalesce($15::timestamptz, '-infinity'), coalesce($16::timestamptz, '-infinity'),
                    coalesce($17::timestamptz, '-infinity'),
                    lower(left($18::text, 200)),
                    setweight(to_tsvector('english', $18), 'A') || setweight(to_tsvector('english', $19), 'B')
                    || setweight(to_tsvector('english', $20), 'C') || setweight(to_tsvector('english', $21), 'D'),
                    to_tsvector('simple', $22), $23, $24, $25, $26
                where not exists (select from known where digest = $3)
                on conflict (id) do update set body = excluded.body, digest = excluded.digest,
                    versions = excluded.versions, title = excluded.title, doi = excluded.doi, type = excluded.type,
                    license = excluded.license, access = excluded.access, department = excluded.department,
                    authors = excluded.authors, orcids = excluded.orcids, keywords = excluded.keywords,
                    categories = excluded.categories, funders = excluded.funders, created = excluded.created,
                    modified = excluded.modified, published = excluded.published, search = excluded.search,
                    place = excluded.place, embargo = excluded.embargo,
                    opens = excluded.opens, missing = excluded.missing, people = excluded.people, withdrawn = null
                returning id)
            insert into change (item, kind)
            select id, case when exists (select from known) then 'updated' else 'created' end from kept
            returning seq
            """;

    private static final String WITHDRAW = """
            with gone as (
                update item set body = null, digest = null, withdrawn = clock_timestamp()
                where id = $1 and withdrawn is null
                returning id)
            insert into change (item, kind) select id, 'withdrawn' from gone returning seq
            """;

    private final Database database;
    private final ObjectMapper json;

    CatalogueWriter(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Keeps the item; whether that changed anything. */
    boolean keep(Item item, List<Integer> versions) {
        StoredRecord body = StoredRecord.of(json, item, versions);
        List<String> authors = texts(item.authors(), Item.Author::name);
        List<String> keywords = texts(item.keywords(), word -> word.toLowerCase(Locale.ROOT));
        List<String> categories = new ArrayList<>(texts(item.categories(), Item.Category::sourceId));
        categories.addAll(texts(item.categories(), category -> category.id() == null ? null : category.id() + ""));
        Item.Embargo embargo = item.embargo();
        Tuple values = Tuple.tuple()
                .addLong(item.id())
                .addString(body.text())
                .addBuffer(body.digest())
                .addArrayOfInteger(versions.toArray(Integer[]::new))
                .addString(item.title())
                .addString(item.doi())
                .addString(item.type())
                .addString(license(item))
                .addString(item.access() == null ? null : item.access().text())
                .addLong(item.department() == null ? null : item.department().id())
                .addArrayOfString(texts(item.authors(), Item.Author::orcid).toArray(String[]::new))
                .addArrayOfString(keywords.toArray(String[]::new))
                .addArrayOfString(categories.toArray(String[]::new))
                .addArrayOfString(texts(
                                item.funding(),
                                funding -> funding.funder() == null
                                        ? null
                                        : funding.funder().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new))
                .addOffsetDateTime(Database.utc(item.created()))
                .addOffsetDateTime(Database.utc(item.modified()))
                .addOffsetDateTime(Database.utc(item.published()))
                .addString(searched(item.title()))
                .addString(searched(String.join(" ", authors) + " " + String.join(" ", keywords)))
                .addString(searched(item.description()))
                .addString(searched(item.citation()))
                .addString(String.join(" ", authors))
                .addString(embargo == null ? null : embargo.scope() == null ? "file" : embargo.scope())
                .addOffsetDateTime(
                        embargo == null
                                ? null
                                : embargo.until() == null ? OffsetDateTime.MAX : Database.utc(embargo.until()))
                .addArrayOfString(missing(item))
                .addArrayOfLong(texts(item.authors(), Item.Author::id).toArray(Long[]::new));
        return changes(KEEP, values);
    }

    /** Marks the item as withdrawn; whether that is news. */
    boolean withdraw(long id) {
        return changes(WITHDRAW, Tuple.of(id));
    }

    /** When Figshare last modified what is kept under this id; null where nothing is. */
    @Nullable Instant modified(long id) {
        RowSet<Row> rows = database.run(
                "select nullif(modified, '-infinity') as modified from item where id = $1 and withdrawn is null",
                Tuple.of(id));
        return rows.size() == 0 ? null : Database.instant(rows.iterator().next(), "modified");
    }

    /** What has been modified up to here is kept; null before the first fill. */
    @Nullable Instant mark() {
        return Database.instant(state(), "mark");
    }

    void mark(Instant modified) {
        database.run(
                "update sync set mark = greatest(mark, $2) where name = $1", Tuple.of(ITEMS, Database.utc(modified)));
    }

    /** Whether what is not here is not there. */
    boolean filled() {
        return state().getOffsetDateTime("filled") != null;
    }

    /** So many are listed, those modified until then; what comes later is followed from there. */
    void begin(long expected, @Nullable Instant newest) {
        database.run(
                "update sync set expected = $2, listed = clock_timestamp(), mark = greatest(mark, $3),"
                        + " had = (select count(*) from item where withdrawn is null) where name = $1",
                Tuple.of(ITEMS, expected, Database.utc(newest)));
    }

    void fill() {
        database.run("update sync set filled = clock_timestamp() where name = $1 and filled is null", Tuple.of(ITEMS));
        database.run("delete from wanted", Tuple.tuple());
    }

    /** Those that somebody has asked for since the last time, while the first fill goes on. */
    List<Long> wanted() {
        return database.run("delete from wanted returning id", Tuple.tuple()).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    /** The ids of all that is kept and not withdrawn. */
    List<Long> ids() {
        return database.run("select id from item where withdrawn is null order by id", Tuple.tuple()).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    /** One that is kept and neither set aside nor among those; null where there is none. */
    @Nullable Long another(Long[] than) {
        return database
                .run(
                        "select id from item where withdrawn is null and id <> all ($1)"
                                + " and id not in (select id from set_aside where kind = 'item')"
                                + " order by random() limit 1",
                        Tuple.of(than))
                .stream()
                .map(row -> row.getLong("id"))
                .findFirst()
                .orElse(null);
    }

    private Row state() {
        return database.run("select mark, filled from sync where name = $1", Tuple.of(ITEMS))
                .iterator()
                .next();
    }

    private boolean changes(String sql, Tuple values) {
        return database.transaction(connection -> connection
                                .preparedQuery("select pg_advisory_xact_lock($1)")
                                .execute(Tuple.of(CHANGING))
                                .chain(locked -> connection.preparedQuery(sql).execute(values)))
                        .size()
                > 0;
    }

    private static @Nullable String license(Item item) {
        Item.License license = item.license();
        return license == null ? null : license.spdx() != null ? license.spdx() : license.name();
    }

    private static String[] missing(Item item) {
        List<String> missing = new ArrayList<>();
        if (item.license() == null) {
            missing.add("license");
        }
        if (item.authors() == null || item.authors().stream().anyMatch(author -> author.orcid() == null)) {
            missing.add("orcid");
        }
        if (item.description() == null) {
            missing.add("description");
        }
        if (item.keywords() == null || item.keywords().isEmpty()) {
            missing.add("keywords");
        }
        return missing.toArray(String[]::new);
    }

    private static String searched(@Nullable String text) {
        return text == null ? "" : text.substring(0, Math.min(text.length(), SEARCHED));
    }

    private static <T, R> List<R> texts(@Nullable List<T> list, Function<T, @Nullable R> text) {
        return list == null
                ? List.of()
                : list.stream().map(text).flatMap(Stream::ofNullable).distinct().toList();
    }
}
