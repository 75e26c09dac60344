package io.campusfigshare.catalogue.directory;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.search.ItemSql;
import io.campusfigshare.catalogue.search.Results;
import io.campusfigshare.catalogue.search.ValueCount;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the institution's departments and people from the catalogue. */
@Singleton
public class Directory {

    private static final ProblemType UNKNOWN =
            new ProblemType("no-directory", 404, "The catalogue has no departments and people");

    private final Database database;

    Directory(Database database) {
        this.database = database;
    }

    /**
     * A department.
     *
     * @param parent the number of its parent; null at the top
     * @param code   the institution's code
     * @param own    the number of its own items
     * @param all    the number of its items and those of all departments below it
     */
    public record Department(
            long id, @Nullable Long parent, @Nullable String code, String name, long own, long all) {}

    /** Returns the department with this code or number. Throws a 404 if there is none. */
    public static Department find(String code, List<Department> all) {
        return all.stream()
                .filter(department ->
                        code.equalsIgnoreCase(department.code()) || code.equals(Long.toString(department.id())))
                .findFirst()
                .orElseThrow(
                        () -> new Problem(ProblemType.NOT_FOUND, "No department has the code or number " + code + "."));
    }

    /**
     * Returns all departments, sorted by name. Fails with 404 if none are known, because there is no administrator's
     * token.
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
                .map(rows -> requireKnown(rows.size() > 0, rows).stream()
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
     * @param author     Figshare's number of the author
     * @param campus     the institution's id of the person; null if that is an email address
     * @param orcid      the ORCID iD as a URL
     * @param department null while unknown
     * @param items      the number of public items
     * @param types      the number of public items of each type
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

    /** The department of a person. */
    @RegisterForReflection
    @Schema(name = "Membership", description = "The department that a person belongs to.")
    public record Membership(
            @Schema(description = "Figshare's number of the group.", examples = "4202")
            long id,

            @Schema(description = "The institution's code.", examples = "BIO") @Nullable String code,

            @Schema(examples = "Department of Biology") String name) {}

    /** Returns the person with this campus id, ORCID iD or author number; empty if there is none with a public item. */
    public Uni<Optional<Person>> person(String id) {
        return people(ItemSql.isPerson("$1::text"), Tuple.of(id), 1, 1)
                .map(found -> found.items().stream().findFirst());
    }

    /**
     * Returns people, sorted by name. Fails with 404 if none are known, because there is no administrator's token.
     *
     * @param words prefixes of words in the name, from {@link NameWords}; null for all people
     */
    public Uni<Results<Person>> people(@Nullable Set<String> words, int page, int size) {
        return (words == null
                        ? people("true", Tuple.tuple(), page, size)
                        : people("words @@ $1::text::tsquery", Tuple.of(NameWords.prefixes(words)), page, size))
                .chain(found -> found.total() > 0
                        ? Uni.createFrom().item(found)
                        : database.query("select exists (select from person) as known", Tuple.tuple())
                                .map(rows -> requireKnown(rows.iterator().next().getBoolean("known"), found)));
    }

    /**
     * Returns the campus ids of the accounts with this ORCID iD, a URL; two at most, with or without public items.
     * Accounts that are not active count only if none is.
     */
    public Uni<List<String>> campusIdsByOrcid(String orcid) {
        return database.query(
                        "select campus from person where orcid = $1 and campus is not null and active = (select bool_or(active)"
                                + " from person where orcid = $1 and campus is not null) order by campus limit 2",
                        Tuple.of(orcid))
                .map(rows -> rows.stream().map(row -> row.getString("campus")).toList());
    }

    /** Returns the author number with this ORCID iD, a URL; empty if nobody or more than one person has it. */
    public Uni<OptionalLong> authorByOrcid(String orcid) {
        return database.query(
                        "select author from person where orcid = $1"
                                + " and active = (select bool_or(active) from person where orcid = $1) limit 2",
                        Tuple.of(orcid))
                .map(rows -> rows.size() == 1
                        ? OptionalLong.of(rows.iterator().next().getLong("author"))
                        : OptionalLong.empty());
    }

    /** Returns the numbers of all departments with a code, by code. */
    public Uni<Map<String, Long>> departmentsByCode() {
        return database.query(
                        "select code, min(id) as id from department where code is not null group by code",
                        Tuple.tuple())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getString("code"), row -> row.getLong("id"))));
    }

    /** Stores the department of a person, as Figshare has just told it. Does nothing for a person who is not known yet. */
    public Uni<Void> placed(long author, @Nullable Long department) {
        return database.query(
                        "update person set department = $2, placed = clock_timestamp() where author = $1"
                                + " and department is distinct from $2",
                        Tuple.of(author, department))
                .replaceWithVoid();
    }

    /** Returns the codes of a department and of all departments above it. */
    public Uni<List<String>> codesWithAncestors(long department) {
        return database.query("""
                        with recursive above (id, parent, code) as (
                            select id, parent, code from department where id = $1
                            union select d.id, d.parent, d.code from above join department d on d.id = above.parent)
                        select code from above where code is not null
                        """, Tuple.of(department))
                .map(rows -> rows.stream().map(row -> row.getString("code")).toList());
    }

    private static <T> T requireKnown(boolean known, T result) {
        if (!known) {
            throw new Problem(
                    UNKNOWN,
                    "They are copied from Figshare soon after the start, with the administrator's token"
                            + " (figshare.token or figshare.token-file).");
        }
        return result;
    }

    private Uni<Results<Person>> people(String where, Tuple values, int page, int size) {
        // Not one subquery with "or", which would read both indexes for each of thousands of people. Not "exists"
        // either:
        // PostgreSQL would expect an early match, and scan all items for each person without one.
        String visible = """
                from person p where ((select count(*) from item where withdrawn is null and people @> array[p.author]) > 0
                    or (select count(*) from item where withdrawn is null and orcids @> array[p.orcid]) > 0) and (%s)
                """.formatted(where);
        String order = " order by lower(last), lower(first), author";
        String limit = " limit %d offset %d".formatted(size, (long) (page - 1) * size);
        String shown = """
                select author, case when not hidden then campus end as campus, orcid, first, last, n, types,
                    d.id as department, d.code, d.name
                from (select * %s) p cross join lateral (
                    select sum(n)::bigint as n, json_object_agg(coalesce(type, ''), n) as types
                    from (select type, count(*) as n from item
                        where withdrawn is null and (people @> array[p.author] or orcids @> array[p.orcid])
                        group by type) typed) held
                left join department d on d.id = p.department
                """.formatted(visible + order + limit) + order;
        return Uni.combine()
                .all()
                .unis(database.query("select count(*) as n " + visible, values), database.query(shown, values))
                .with((count, people) -> new Results<>(
                        people.stream().map(Directory::person).toList(),
                        count.iterator().next().getLong("n")));
    }

    private static Person person(Row row) {
        JsonObject counts = row.getJsonObject("types");
        List<ValueCount> types = counts.stream()
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
}
