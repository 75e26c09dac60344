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

/**
 * Writes items to the catalogue, each in one transaction with its entry in the change log. All methods
 * block.
 */
@Singleton
class CatalogueWriter {

    /** The advisory lock that serialises changes, so that they are committed in the order of their numbers. */
    private static final long CHANGE_LOCK = 0x66696773_00000001L;

    /** The characters of a text that are indexed; PostgreSQL refuses a tsvector above 1 MB. */
    private static final int MAX_INDEXED = 200_000;

    private static final String STORE = """
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

    /** Stores the item. Returns whether it is new or has changed. */
    boolean store(Item item, List<Integer> versions) {
        StoredRecord stored = StoredRecord.of(json, item, versions);
        List<String> authors = distinct(item.authors(), Item.Author::name);
        List<String> keywords = distinct(item.keywords(), word -> word.toLowerCase(Locale.ROOT));
        List<String> categories = new ArrayList<>(distinct(item.categories(), Item.Category::sourceId));
        categories.addAll(distinct(item.categories(), category -> category.id() == null ? null : category.id() + ""));
        Item.Embargo embargo = item.embargo();
        Tuple values = Tuple.tuple()
                .addLong(item.id())
                .addString(stored.text())
                .addBuffer(stored.digest())
                .addArrayOfInteger(versions.toArray(Integer[]::new))
                .addString(item.title())
                .addString(item.doi())
                .addString(item.type())
                .addString(license(item))
                .addString(item.access() == null ? null : item.access().text())
                .addLong(item.department() == null ? null : item.department().id())
                .addArrayOfString(distinct(item.authors(), Item.Author::orcid).toArray(String[]::new))
                .addArrayOfString(keywords.toArray(String[]::new))
                .addArrayOfString(categories.toArray(String[]::new))
                .addArrayOfString(distinct(
                                item.funding(),
                                funding -> funding.funder() == null
                                        ? null
                                        : funding.funder().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new))
                .addOffsetDateTime(Database.utc(item.created()))
                .addOffsetDateTime(Database.utc(item.modified()))
                .addOffsetDateTime(Database.utc(item.published()))
                .addString(indexed(item.title()))
                .addString(indexed(String.join(" ", authors) + " " + String.join(" ", keywords)))
                .addString(indexed(item.description()))
                .addString(indexed(item.citation()))
                .addString(String.join(" ", authors))
                .addString(embargo == null ? null : embargo.scope() == null ? "file" : embargo.scope())
                .addOffsetDateTime(
                        embargo == null
                                ? null
                                : embargo.until() == null ? OffsetDateTime.MAX : Database.utc(embargo.until()))
                .addArrayOfString(missingMetadata(item))
                .addArrayOfLong(distinct(item.authors(), Item.Author::id).toArray(Long[]::new));
        return change(STORE, values);
    }

    /** Marks the item as withdrawn. Returns whether it was in the catalogue and not yet withdrawn. */
    boolean withdraw(long id) {
        return change(WITHDRAW, Tuple.of(id));
    }

    /** Returns the modification date of the item at Figshare; null if the catalogue does not contain the item. */
    @Nullable Instant modified(long id) {
        RowSet<Row> rows = database.run(
                "select nullif(modified, '-infinity') as modified from item where id = $1 and withdrawn is null",
                Tuple.of(id));
        return rows.size() == 0 ? null : Database.instant(rows.iterator().next(), "modified");
    }

    /** Returns the ids of all items that are not withdrawn. */
    List<Long> ids() {
        return database.run("select id from item where withdrawn is null order by id", Tuple.tuple()).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    /** Returns a random item that is neither among the failed records nor among these; null if there is none. */
    @Nullable Long randomOtherThan(Long[] ids) {
        return database
                .run(
                        "select id from item where withdrawn is null and id <> all ($1)"
                                + " and id not in (select id from set_aside where kind = 'item')"
                                + " order by random() limit 1",
                        Tuple.of(ids))
                .stream()
                .map(row -> row.getLong("id"))
                .findFirst()
                .orElse(null);
    }

    /** Runs a statement that writes to the change log. Returns whether there was a change. */
    private boolean change(String sql, Tuple values) {
        return database.transaction(connection -> connection
                                .preparedQuery("select pg_advisory_xact_lock($1)")
                                .execute(Tuple.of(CHANGE_LOCK))
                                .chain(locked -> connection.preparedQuery(sql).execute(values)))
                        .size()
                > 0;
    }

    private static @Nullable String license(Item item) {
        Item.License license = item.license();
        return license == null ? null : license.spdx() != null ? license.spdx() : license.name();
    }

    private static String[] missingMetadata(Item item) {
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

    private static String indexed(@Nullable String text) {
        return text == null ? "" : text.substring(0, Math.min(text.length(), MAX_INDEXED));
    }

    private static <T, R> List<R> distinct(@Nullable List<T> list, Function<T, @Nullable R> value) {
        return list == null
                ? List.of()
                : list.stream()
                        .map(value)
                        .flatMap(Stream::ofNullable)
                        .distinct()
                        .toList();
    }
}
