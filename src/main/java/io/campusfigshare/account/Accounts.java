package io.campusfigshare.account;

import io.campusfigshare.access.Caller;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.Directory.Membership;
import io.campusfigshare.catalogue.directory.NameWords;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads accounts from the directory in the catalogue. The methods block. */
@Singleton
class Accounts {

    /**
     * The departments of {@code $1} and of {@code $2}, each with those below it. A null selects all.
     *
     * <p>$3 is whether the account is active, $4 prefixes of words in the name, $5 a campus id.
     */
    private static final String SELECTED = """
            with selected as (
                select * from person
                where ($1::text is null or department in (select departments_within(array(
                        select id from department where upper(code) = upper($1) or id::text = $1))))
                    and ($2::text[] is null or department in (select departments_within(array(
                        select id from department where upper(code) = any ($2)))))
                    and ($3::boolean is null or active = $3)
                    and ($5::text is null or words @@ $4::text::tsquery or lower(campus) = lower($5)))
            """;

    private static final String PAGE = SELECTED + """
            select p.*, d.id as group_id, d.code, d.name, (select count(*) from item where withdrawn is null
                    and (people @> array[p.author] or orcids @> array[p.orcid])) as items
            from (select * from selected order by lower(last), lower(first), author limit $6 offset $7) p
            left join department d on d.id = p.department
            order by lower(last), lower(first), author
            """;

    private static final String TOTAL =
            SELECTED + "select count(*) as n, (select began from sync where name = 'accounts') as began from selected";

    private final Database database;

    Accounts(Database database) {
        this.database = database;
    }

    /**
     * Returns a page of the accounts that the scope contains.
     *
     * @param department a code or number; null for all
     * @param q          words of the name or their beginnings, or a campus id; null for all
     */
    AccountPage page(
            Caller.Scope scope,
            @Nullable String department,
            @Nullable Boolean active,
            @Nullable String q,
            int page,
            int size) {
        Set<String> words = q == null ? Set.of() : NameWords.of(q);
        Tuple values = Tuple.tuple()
                .addString(department)
                .addArrayOfString(scope.everybody() ? null : scope.departments().toArray(String[]::new))
                .addBoolean(active)
                .addString(NameWords.prefixes(words))
                .addString(q);
        Row total = database.run(TOTAL, values).iterator().next();
        List<Account> accounts = database.run(PAGE, values.addLong((long) size).addLong((page - 1L) * size)).stream()
                .map(Accounts::account)
                .toList();
        return new AccountPage(accounts, total.getLong("n"), page, size, Database.instant(total, "began"));
    }

    private static Account account(Row row) {
        String name = Stream.of(row.getString("first"), row.getString("last"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        Long department = row.getLong("group_id");
        return new Account(
                row.getString("campus"),
                name.isBlank() ? null : name,
                row.getString("orcid"),
                department == null ? null : new Membership(department, row.getString("code"), row.getString("name")),
                row.getBoolean("active"),
                row.getLong("quota"),
                row.getLong("used"),
                row.getLong("items"));
    }
}
