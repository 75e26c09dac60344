package io.campusfigshare.catalogue.directory;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes departments and people to the catalogue. All methods block. */
@Singleton
class DirectoryWriter {

    private final Database database;

    DirectoryWriter(Database database) {
        this.database = database;
    }

    /** Replaces all departments. Ignores an empty list, which must be an error. */
    void replaceDepartments(List<InstitutionClient.Group> groups) {
        List<Tuple> departments = groups.stream()
                .filter(group -> group != null && group.id() != null)
                .map(group -> Tuple.of(
                        group.id(),
                        group.parentId() == null || group.parentId() == 0 ? null : group.parentId(),
                        group.resourceId(),
                        group.name() == null ? "" : group.name()))
                .toList();
        replace(
                departments,
                "insert into department (id, parent, code, name) values ($1, $2, $3, $4) on conflict (id)"
                        + " do update set parent = excluded.parent, code = excluded.code, name = excluded.name,"
                        + " changed = excluded.changed"
                        + " where (department.parent, department.code, department.name)"
                        + " is distinct from (excluded.parent, excluded.code, excluded.name)",
                "delete from department where id <> all ($1)");
    }

    /**
     * Replaces all people. Ignores an empty list, which must be an error.
     *
     * @param listed when the list was asked for
     */
    void replacePeople(List<InstitutionClient.Account> accounts, Instant listed) {
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
                        .addArrayOfString(searchWords(account))
                        .addBoolean(!Boolean.FALSE.equals(account.active()))
                        .addLong(account.quota())
                        .addLong(account.usedQuota()))
                .toList();
        replace(
                people,
                "insert into person (author, campus, hidden, orcid, first, last, words, active, quota, used)"
                        + " values ($1, $2, $3, $4, $5, $6, array_to_tsvector($7), $8, $9, $10) on conflict (author) do update set campus = excluded.campus,"
                        + " hidden = excluded.hidden, orcid = excluded.orcid, first = excluded.first, last = excluded.last,"
                        + " words = excluded.words, active = excluded.active, quota = excluded.quota, used = excluded.used"
                        + " where (person.campus, person.hidden, person.orcid, person.first, person.last, person.words, person.active,"
                        + " person.quota, person.used) is distinct from (excluded.campus, excluded.hidden, excluded.orcid,"
                        + " excluded.first, excluded.last, excluded.words, excluded.active, excluded.quota, excluded.used)",
                "delete from person where author <> all ($1)");
        if (!people.isEmpty()) {
            database.run(
                    "insert into sync (name, began) values ('accounts', $1) on conflict (name) do update set began = $1",
                    Tuple.of(Database.utc(listed)));
        }
    }

    private static String[] searchWords(InstitutionClient.Account account) {
        return Stream.of(account.firstName(), account.lastName())
                .filter(Objects::nonNull)
                .flatMap(name -> NameWords.ofName(name).stream())
                .distinct()
                .toArray(String[]::new);
    }

    private void replace(List<Tuple> rows, String insert, String delete) {
        if (rows.isEmpty()) {
            return;
        }
        Long[] ids = rows.stream().map(values -> values.getLong(0)).toArray(Long[]::new);
        database.transaction(connection -> connection
                .preparedQuery(insert)
                .executeBatch(rows)
                .chain(inserted -> connection.preparedQuery(delete).execute(Tuple.of(ids))));
    }

    /** Returns the author numbers of people with public items whose department was not looked up within this time. */
    List<Long> dueForDepartment(Duration maxAge) {
        return database
                .run(
                        "select author from person p where (placed is null or placed < clock_timestamp()"
                                + " - $1 * interval '1 second') and exists (select from item where withdrawn is null"
                                + " and (people @> array[p.author] or orcids @> array[p.orcid]))"
                                + " order by placed nulls first, author",
                        Tuple.of(maxAge.toSeconds()))
                .stream()
                .map(row -> row.getLong("author"))
                .toList();
    }

    /**
     * Returns the author numbers of up to {@code size} other people whose department was not looked up within this
     * time.
     */
    List<Long> dueWithoutItems(Duration maxAge, int size) {
        return database
                .run(
                        "select author from person p where (placed is null or placed < clock_timestamp()"
                                + " - $1 * interval '1 second') and not exists (select from item where withdrawn is null"
                                + " and (people @> array[p.author] or orcids @> array[p.orcid]))"
                                + " order by placed nulls first, author limit $2",
                        Tuple.of(maxAge.toSeconds(), size))
                .stream()
                .map(row -> row.getLong("author"))
                .toList();
    }

    /** Stores the department of a person; null for none. */
    void storeDepartment(long author, @Nullable Long department) {
        database.transaction(connection -> connection
                .preparedQuery("update person set department = $2 where author = $1 and department is distinct from $2")
                .execute(Tuple.of(author, department))
                .chain(moved -> connection
                        .preparedQuery("update person set placed = clock_timestamp() where author = $1")
                        .execute(Tuple.of(author))));
    }
}
