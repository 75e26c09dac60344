package io.campusfigshare.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the sync writes, for code that may block: an item is kept in one transaction with the change that it is. */
@Singleton
class Store {

    /** The advisory locks of those jobs that one replica does at a time; their other half is the job. */
    private static final int ALONE = 0x66696773;

    /** Changes are committed in the order of their numbers. */
    private static final long CHANGING = 0x66696773_00000001L;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    private final Instance<Pool> database;
    private final ObjectMapper json;

    Store(Instance<Pool> database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Runs the job in the one replica that may; elsewhere not at all. */
    void alone(String job, Runnable work) {
        SqlConnection held = await(database.get().getConnection());
        try {
            if (first(held, "select pg_try_advisory_lock($1, hashtext($2))", Tuple.of(ALONE, job))
                    .getBoolean(0)) {
                try {
                    work.run();
                } finally {
                    first(held, "select pg_advisory_unlock($1, hashtext($2))", Tuple.of(ALONE, job));
                }
            }
        } finally {
            await(held.close());
        }
    }

    /** Keeps the item; whether that changed anything. */
    boolean keep(Item item, List<Integer> versions) {
        String body = write(item);
        List<String> authors = texts(item.authors(), Item.Author::name);
        List<String> keywords = texts(item.keywords(), word -> word.toLowerCase(Locale.ROOT));
        List<String> categories = new ArrayList<>(texts(item.categories(), Item.Category::sourceId));
        categories.addAll(texts(item.categories(), category -> category.id() == null ? null : category.id() + ""));
        Item.Embargo embargo = item.embargo();
        Tuple values = Tuple.tuple()
                .addLong(item.id())
                .addString(body)
                .addBuffer(Buffer.buffer(digest(body, versions)))
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
                .addOffsetDateTime(utc(item.created()))
                .addOffsetDateTime(utc(item.modified()))
                .addOffsetDateTime(utc(item.published()))
                .addString(searched(item.title()))
                .addString(searched(String.join(" ", authors) + " " + String.join(" ", keywords)))
                .addString(searched(item.description()))
                .addString(searched(item.citation()))
                .addString(String.join(" ", authors))
                .addString(embargo == null ? null : embargo.scope() == null ? "file" : embargo.scope())
                .addOffsetDateTime(
                        embargo == null ? null : embargo.until() == null ? OffsetDateTime.MAX : utc(embargo.until()))
                .addArrayOfString(missing(item))
                .addArrayOfLong(texts(item.authors(), Item.Author::id).toArray(Long[]::new));
        return changes(KEEP, values);
    }

    /** Keeps these departments and no others; an empty list is a mistake, and changes nothing. */
    void keep(List<InstitutionClient.Group> groups) {
        List<Tuple> departments = groups.stream()
                .filter(group -> group != null && group.id() != null)
                .map(group -> Tuple.of(
                        group.id(),
                        group.parentId() == null || group.parentId() == 0 ? null : group.parentId(),
                        group.resourceId(),
                        group.name() == null ? "" : group.name()))
                .toList();
        if (departments.isEmpty()) {
            return;
        }
        Long[] ids = departments.stream().map(values -> values.getLong(0)).toArray(Long[]::new);
        await(database.get()
                .withTransaction(connection -> connection
                        .preparedQuery(
                                "insert into department (id, parent, code, name) values ($1, $2, $3, $4) on conflict (id)"
                                        + " do update set parent = excluded.parent, code = excluded.code, name = excluded.name"
                                        + " where (department.parent, department.code, department.name)"
                                        + " is distinct from (excluded.parent, excluded.code, excluded.name)")
                        .executeBatch(departments)
                        .chain(kept -> connection
                                .preparedQuery("delete from department where id <> all ($1)")
                                .execute(Tuple.of(ids)))));
    }

    /** Keeps these people; with none at all something went wrong, and nothing changes. */
    void keepPeople(List<InstitutionClient.Account> accounts) {
        List<Tuple> people = accounts.stream()
                .filter(account -> account != null && account.userId() != null)
                .map(account -> Tuple.tuple()
                        .addLong(account.userId())
                        .addString(account.institutionUserId())
                        .addBoolean(account.institutionUserId() != null
                                && account.institutionUserId().equalsIgnoreCase(account.email()))
                        .addString(Links.orcid(account.orcidId()))
                        .addString(account.firstName())
                        .addString(account.lastName()))
                .toList();
        if (people.isEmpty()) {
            return;
        }
        Long[] authors = people.stream().map(values -> values.getLong(0)).toArray(Long[]::new);
        await(database.get()
                .withTransaction(connection -> connection
                        .preparedQuery("insert into person (author, campus, hidden, orcid, first, last)"
                                + " values ($1, $2, $3, $4, $5, $6) on conflict (author) do update set campus = excluded.campus,"
                                + " hidden = excluded.hidden, orcid = excluded.orcid, first = excluded.first, last = excluded.last"
                                + " where (person.campus, person.hidden, person.orcid, person.first, person.last) is distinct from"
                                + " (excluded.campus, excluded.hidden, excluded.orcid, excluded.first, excluded.last)")
                        .executeBatch(people)
                        .chain(kept -> connection
                                .preparedQuery("delete from person where author <> all ($1)")
                                .execute(Tuple.of(authors)))));
    }

    /** Marks the item as withdrawn; whether that is news. */
    boolean withdraw(long id) {
        return changes(WITHDRAW, Tuple.of(id));
    }

    /** When Figshare last modified what is kept under this id; null where nothing is. */
    @Nullable Instant modified(long id) {
        RowSet<Row> rows = rows(
                "select nullif(modified, '-infinity') from item where id = $1 and withdrawn is null", Tuple.of(id));
        return rows.size() == 0 ? null : instant(rows.iterator().next());
    }

    /** What has been modified up to here is kept; null before the first fill. */
    @Nullable Instant mark() {
        return instant(rows("select mark from sync where name = 'items'", Tuple.tuple())
                .iterator()
                .next());
    }

    void mark(Instant modified) {
        rows("update sync set mark = greatest(mark, $1) where name = 'items'", Tuple.of(utc(modified)));
    }

    /** From now on, what is not here is not there. */
    void filled() {
        rows("update sync set filled = clock_timestamp() where name = 'items' and filled is null", Tuple.tuple());
    }

    /** The ids of all that is kept and not withdrawn. */
    List<Long> ids() {
        return rows("select id from item where withdrawn is null order by id", Tuple.tuple()).stream()
                .map(row -> row.getLong(0))
                .toList();
    }

    private boolean changes(String sql, Tuple values) {
        return await(database.get()
                                .withTransaction(connection -> connection
                                        .preparedQuery("select pg_advisory_xact_lock($1)")
                                        .execute(Tuple.of(CHANGING))
                                        .chain(locked ->
                                                connection.preparedQuery(sql).execute(values))))
                        .size()
                > 0;
    }

    private RowSet<Row> rows(String sql, Tuple values) {
        return await(database.get().preparedQuery(sql).execute(values));
    }

    private static Row first(SqlConnection connection, String sql, Tuple values) {
        return await(connection.preparedQuery(sql).execute(values)).iterator().next();
    }

    private static <T> T await(Uni<T> asked) {
        return asked.onFailure().transform(StoreFailure::of).await().atMost(PATIENCE);
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

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(Row row) {
        OffsetDateTime time = row.getOffsetDateTime(0);
        return time == null ? null : time.toInstant();
    }

    private String write(Item item) {
        try {
            return json.writeValueAsString(item);
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private static byte[] digest(String body, List<Integer> versions) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((versions + body).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
