package io.campusfigshare.deposit;

import io.campusfigshare.catalogue.Database;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The creates in PostgreSQL whose outcome was not known: Figshare may carry one out later. */
@Singleton
class UnknownCreates {

    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration LOOKED_FOR = Duration.ofDays(7);

    private static final String ENTER = """
            insert into unknown_create (deposit, account, since, last, due)
            values ($1, $2, $3, clock_timestamp(), clock_timestamp() + $4 * interval '1 second')
            on conflict (deposit) do update set last = excluded.last, looks = 0, due = excluded.due
            returning *
            """;

    private static final String NEXT = """
            update unknown_create set due = clock_timestamp() + $1 * interval '1 second'
            where account = (select account from unknown_create where due <= clock_timestamp()
                order by due limit 1 for update skip locked)
            returning *
            """;

    private static final String LOOKED = """
            update unknown_create set looks = looks + 1,
                due = clock_timestamp() + least($2 * 2 ^ least(looks, 20), $3) * interval '1 second'
            where deposit = any ($1)
            """;

    private final Database database;

    UnknownCreates(Database database) {
        this.database = database;
    }

    /**
     * What is looked for in an account.
     *
     * @param since when the first create was about to be sent whose outcome was not known
     */
    record Unknown(UUID deposit, Instant since) {

        static Unknown of(Row row) {
            return new Unknown(row.getUUID("deposit"), Objects.requireNonNull(Database.instant(row, "since")));
        }
    }

    /** Nobody knows what came of the create that was about to be sent then; tells what is looked for from now on. */
    Unknown enter(Entry entry, Instant intended) {
        Tuple values =
                Tuple.of(entry.id(), entry.act().account(), intended.atOffset(ZoneOffset.UTC), FIRST_LOOK.toSeconds());
        return Unknown.of(database.run(ENTER, values).iterator().next());
    }

    /** All of an account that is to be looked through now, by nobody else meanwhile; empty where there is none. */
    List<Unknown> next() {
        return database.run(NEXT, Tuple.of(FIRST_LOOK.toSeconds())).stream()
                .map(Unknown::of)
                .toList();
    }

    /** Their account has been looked through; each time it takes twice as long until the next look. */
    void looked(List<Unknown> creates) {
        UUID[] deposits = creates.stream().map(Unknown::deposit).toArray(UUID[]::new);
        database.run(
                LOOKED,
                Tuple.tuple()
                        .addArrayOfUUID(deposits)
                        .addLong(FIRST_LOOK.toSeconds())
                        .addLong(LONGEST.toSeconds()));
        database.run(
                "delete from unknown_create where last < clock_timestamp() - $1 * interval '1 second'",
                Tuple.of(LOOKED_FOR.toSeconds()));
    }
}
