package io.campusfigshare.catalogue.directory;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.catalogue.search.ItemSql;
import io.campusfigshare.catalogue.search.Results;
import io.campusfigshare.catalogue.search.ValueCount;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The institution's departments and people, as we keep them. */
@Singleton
public class Directory {

    private static final ProblemType UNKNOWN =
            new ProblemType("no-directory", 404, "Departments and people are not known here");

    private final Database database;

    Directory(Database database) {
        this.database = database;
    }

    /**
     * A department.
     *
     * @param parent what it belongs to; null at the top
     * @param code   as the institution knows it
     * @param own    how many items it has
     * @param all    how many with those of the departments below
     */
    public record Department(
            long id, @Nullable Long parent, @Nullable String code, String name, long own, long all) {}

    /** The one of that code or number; fails with 404 where there is none. */
    public static Department find(String code, List<Department> all) {
        return all.stream()
                .filter(department ->
                        code.equalsIgnoreCase(department.code()) || code.equals(Long.toString(department.id())))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(ProblemType.NOT_FOUND, "No department has the code or the number " + code + "."));
    }

    /**
     * All departments, by name.
     *
     * @return fails with 404 where none are known, since only the administrator is told
     */
    public Uni<List<Department>> departments() {
        return database.query("""
                        with recursive within (top, id) as (
                            select id, id from department
                            union select top, d.id from within join department d on d.parent = within.id)
                        select d.id, d.parent, d.code, d.name,
                            coalesce(max(h.n) filter (where h.department = d.id), 0)::bigint as own,
                            coalesce(sum(h.n), 0)::bigint as n
                        from department d join within on within.top = d.id left join tally h on h.department = within.id
                        group by d.id order by d.name, d.id
                        """, Tuple.tuple())
                .map(rows -> known(rows.size() > 0, rows).stream()
                        .map(row -> new Department(
                                row.getLong("id"),
                                row.getLong("parent"),
                                row.getString("code"),
                                row.getString("name"),
                                row.getLong("own"),
                                row.getLong("n")))
                        .toList());
    }

    /**
     * A person with at least one public item.
     *
     * @param campus     the institution's own id; null where that is an address
     * @param orcid      as a URL
     * @param department null while it is not known
     * @param types      how many items they have of each type
     */
    public record Person(
            long author,
            @Nullable String campus,
            @Nullable String orcid,
            @Nullable String first,
            @Nullable String last,
            @Nullable Membership department,
            long items,
            List<ValueCount> types) {}

    /** Where a person belongs. */
    @Schema(name = "Membership", description = "The department that a person belongs to.")
    public record Membership(
            @Schema(description = "Figshare's number of the group.", examples = "4202")
            long id,

            @Schema(description = "As the institution knows it.", examples = "BIO") @Nullable String code,

            @Schema(examples = "Department of Biology") String name) {}

    /** The person with this campus id, ORCID iD or author number; empty for one without a public item. */
    public Uni<Optional<Person>> person(String id) {
        return people(ItemSql.isPerson("$1::text"), Tuple.of(id), 1, 1)
                .map(found -> found.items().stream().findFirst());
    }

    /**
     * People by name.
     *
     * @param words as {@link NameWords} gives them, which begin words of the name; null for everybody
     * @return fails with 404 where nobody is known, since only the administrator is told
     */
    public Uni<Results<Person>> people(@Nullable Set<String> words, int page, int size) {
        return (words == null
                        ? people("true", Tuple.tuple(), page, size)
                        : people("words @@ $1::text::tsquery", Tuple.of(NameWords.prefixes(words)), page, size))
                .chain(found -> found.total() > 0
                        ? Uni.createFrom().item(found)
                        : database.query("select exists (select from person) as known", Tuple.tuple())
                                .map(rows -> known(rows.iterator().next().getBoolean("known"), found)));
    }

    /** The campus ids of the accounts with this ORCID iD, given as a URL; public items or not. */
    public Uni<List<String>> campusIds(String orcid) {
        return database.query(
                        "select campus from person where orcid = $1 and campus is not null order by campus limit 2",
                        Tuple.of(orcid))
                .map(rows -> rows.stream().map(row -> row.getString("campus")).toList());
    }

    /** Figshare's number of the author with this ORCID iD, given as a URL; empty where nobody has it, or several do. */
    public Uni<OptionalLong> author(String orcid) {
        return database.query("select author from person where orcid = $1 limit 2", Tuple.of(orcid))
                .map(rows -> rows.size() == 1
                        ? OptionalLong.of(rows.iterator().next().getLong("author"))
                        : OptionalLong.empty());
    }

    /** The numbers of all departments that have a code. */
    public Uni<Map<String, Long>> numbers() {
        return database.query(
                        "select code, min(id) as id from department where code is not null group by code",
                        Tuple.tuple())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getString("code"), row -> row.getLong("id"))));
    }

    /** The codes of a department and of all above it, as far as they have one. */
    public Uni<List<String>> codesFrom(long department) {
        return database.query("""
                        with recursive above (id, parent, code) as (
                            select id, parent, code from department where id = $1
                            union select d.id, d.parent, d.code from above join department d on d.id = above.parent)
                        select code from above where code is not null
                        """, Tuple.of(department))
                .map(rows -> rows.stream().map(row -> row.getString("code")).toList());
    }

    private static <T> T known(boolean known, T answer) {
        if (!known) {
            throw new Problem(
                    UNKNOWN,
                    "They need the administrator's token (figshare.token or figshare.token-file),"
                            + " and are read soon after the start.");
        }
        return answer;
    }

    private Uni<Results<Person>> people(String where, Tuple values, int page, int size) {
        // Not one question with "or", which reads both indexes for every one of thousands of people. Nor with "exists":
        // PostgreSQL expects to meet one match soon, and reads all items to the end for each who has none.
        String visible = """
                from person p where ((select count(*) from item where withdrawn is null and people @> array[p.author]) > 0
                    or (select count(*) from item where withdrawn is null and orcids @> array[p.orcid]) > 0) and (%s)
                """.formatted(where);
        String order = " order by lower(last), lower(first), author";
        String part = " limit %d offset %d".formatted(size, (long) (page - 1) * size);
        String shown = """
                select author, case when not hidden then campus end as campus, orcid, first, last, n, types,
                    d.id as department, d.code, d.name
                from (select * %s) p cross join lateral (
                    select sum(n)::bigint as n, json_object_agg(coalesce(type, ''), n) as types
                    from (select type, count(*) as n from item
                        where withdrawn is null and (people @> array[p.author] or orcids @> array[p.orcid])
                        group by type) typed) held
                left join department d on d.id = p.department
                """.formatted(visible + order + part) + order;
        return Uni.combine()
                .all()
                .unis(database.query("select count(*) as n " + visible, values), database.query(shown, values))
                .with((count, people) -> new Results<>(
                        people.stream().map(Directory::person).toList(),
                        count.iterator().next().getLong("n")));
    }

    private static Person person(Row row) {
        JsonObject held = row.getJsonObject("types");
        List<ValueCount> types = held.stream()
                .filter(type -> !type.getKey().isEmpty())
                .map(type -> new ValueCount(type.getKey(), ((Number) type.getValue()).longValue()))
                .sorted(ValueCount.MOST_FREQUENT_FIRST)
                .toList();
        Long department = row.getLong("department");
        return new Person(
                row.getLong("author"),
                row.getString("campus"),
                row.getString("orcid"),
                row.getString("first"),
                row.getString("last"),
                department == null ? null : new Membership(department, row.getString("code"), row.getString("name")),
                row.getLong("n"),
                types);
    }

    /** Keeps these departments and no others; an empty list is a mistake, and changes nothing. */
    void keepDepartments(List<InstitutionClient.Group> groups) {
        List<Tuple> departments = groups.stream()
                .filter(group -> group != null && group.id() != null)
                .map(group -> Tuple.of(
                        group.id(),
                        group.parentId() == null || group.parentId() == 0 ? null : group.parentId(),
                        group.resourceId(),
                        group.name() == null ? "" : group.name()))
                .toList();
        keep(
                departments,
                "insert into department (id, parent, code, name) values ($1, $2, $3, $4) on conflict (id)"
                        + " do update set parent = excluded.parent, code = excluded.code, name = excluded.name,"
                        + " changed = excluded.changed"
                        + " where (department.parent, department.code, department.name)"
                        + " is distinct from (excluded.parent, excluded.code, excluded.name)",
                "delete from department where id <> all ($1)");
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
                        .addString(SafeLinks.orcid(account.orcidId()))
                        .addString(account.firstName())
                        .addString(account.lastName())
                        .addArrayOfString(words(account)))
                .toList();
        keep(
                people,
                "insert into person (author, campus, hidden, orcid, first, last, words)"
                        + " values ($1, $2, $3, $4, $5, $6, array_to_tsvector($7)) on conflict (author) do update set campus = excluded.campus,"
                        + " hidden = excluded.hidden, orcid = excluded.orcid, first = excluded.first, last = excluded.last,"
                        + " words = excluded.words"
                        + " where (person.campus, person.hidden, person.orcid, person.first, person.last, person.words) is distinct from"
                        + " (excluded.campus, excluded.hidden, excluded.orcid, excluded.first, excluded.last, excluded.words)",
                "delete from person where author <> all ($1)");
    }

    private static String[] words(InstitutionClient.Account account) {
        return Stream.of(account.firstName(), account.lastName())
                .filter(Objects::nonNull)
                .flatMap(name -> NameWords.ofName(name).stream())
                .distinct()
                .toArray(String[]::new);
    }

    private void keep(List<Tuple> rows, String insert, String delete) {
        if (rows.isEmpty()) {
            return;
        }
        Long[] ids = rows.stream().map(values -> values.getLong(0)).toArray(Long[]::new);
        database.transaction(connection -> connection
                .preparedQuery(insert)
                .executeBatch(rows)
                .chain(kept -> connection.preparedQuery(delete).execute(Tuple.of(ids))));
    }

    /** Author numbers of those people with public items whose department has not been looked up for so long. */
    List<Long> unplaced(Duration since) {
        return database
                .run(
                        "select author from person p where (placed is null or placed < clock_timestamp()"
                                + " - $1 * interval '1 second') and exists (select from item where withdrawn is null"
                                + " and (people @> array[p.author] or orcids @> array[p.orcid]))"
                                + " order by placed nulls first, author",
                        Tuple.of(since.toSeconds()))
                .stream()
                .map(row -> row.getLong("author"))
                .toList();
    }

    void place(long author, @Nullable Long department) {
        database.transaction(connection -> connection
                .preparedQuery("update person set department = $2 where author = $1 and department is distinct from $2")
                .execute(Tuple.of(author, department))
                .chain(moved -> connection
                        .preparedQuery("update person set placed = clock_timestamp() where author = $1")
                        .execute(Tuple.of(author))));
    }
}
