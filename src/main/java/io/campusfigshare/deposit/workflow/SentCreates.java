package io.campusfigshare.deposit.workflow;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The creates that were sent, in PostgreSQL: Figshare may carry one out later, or twice. */
@Singleton
public class SentCreates {

    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration LOOKED_FOR = Duration.ofDays(7);

    /** The first of two looks after a create that was answered: what stands between us and Figshare may have sent it twice. */
    private static final Duration LOOK_AFTER_AN_ANSWER = Duration.ofMinutes(10);

    private static final String ENTER = """
            insert into sent_create (deposit, account, since, until, due)
            values ($1, $2, $3, clock_timestamp() + $4 * interval '1 second', clock_timestamp() + $5 * interval '1 second')
            on conflict (deposit) do update set until = greatest(sent_create.until, excluded.until), looks = 0,
                due = excluded.due
            """;

    private static final String NEXT = """
            update sent_create set due = clock_timestamp() + $1 * interval '1 second'
            where account = (select account from sent_create where due <= clock_timestamp()
                order by due limit 1 for update skip locked)
            returning *
            """;

    private static final String LOOKED = """
            update sent_create set looks = looks + 1,
                due = clock_timestamp() + least($2 * 2 ^ least(looks, 20), $3) * interval '1 second'
            where deposit = any ($1)
            """;

    /** While a deposit has no draft yet, its next create is preceded by a look. */
    private static final String FORGET = """
            delete from sent_create where looks > 1 and until < clock_timestamp()
                and not exists (select from deposit d where d.id = deposit and d.state in ('accepted', 'drafting'))
            """;

    private static final String UNRESOLVED = """
            select min(coalesce(s.since, d.created)) as since from deposit d left join sent_create s on s.deposit = d.id
            where d.account = $1 and d.item is null
                and (d.state = 'drafting' or (d.state = 'accepted' and s.deposit is not null))
            """;

    private final Database database;

    SentCreates(Database database) {
        this.database = database;
    }

    /**
     * What is looked for in an account.
     *
     * @param since when the first create of the deposit was about to be sent
     * @param lost  whether it may be carried out later
     */
    record Sent(UUID deposit, Instant since, boolean lost) {

        static Sent of(Row row) {
            return new Sent(
                    row.getUUID("deposit"),
                    Objects.requireNonNull(Database.instant(row, "since")),
                    Objects.requireNonNull(Database.instant(row, "until")).isAfter(Instant.now()));
        }
    }

    /** It was answered: by Figshare, or by what stands before it, so that the answer is no proof. */
    void recordAnswered(StoredDeposit deposit) {
        save(deposit, Instant.now(), Duration.ZERO, LOOK_AFTER_AN_ANSWER);
    }

    /** Nobody knows what came of the create that was about to be sent then. */
    public void recordLost(StoredDeposit deposit, Instant intended) {
        save(deposit, intended, LOOKED_FOR, FIRST_LOOK);
    }

    private void save(StoredDeposit deposit, Instant since, Duration until, Duration look) {
        database.run(
                ENTER,
                Tuple.of(
                        deposit.id(),
                        deposit.context().account(),
                        since.atOffset(ZoneOffset.UTC),
                        until.toSeconds(),
                        look.toSeconds()));
    }

    /** Since when drafts of the deposit may have come; empty where no create of it was sent. */
    public Optional<Instant> firstSentAt(UUID deposit) {
        return database.run("select * from sent_create where deposit = $1", Tuple.of(deposit)).stream()
                .findFirst()
                .map(row -> Sent.of(row).since());
    }

    /** Since when records of the account may be what a create has made of which nobody knows yet; empty where none is. */
    public Optional<Instant> firstUnresolvedAt(long account) {
        return Optional.ofNullable(Database.instant(
                database.run(UNRESOLVED, Tuple.of(account)).iterator().next(), "since"));
    }

    /** All of an account that is to be looked through now, by nobody else meanwhile; empty where there is none. */
    List<Sent> takeDue() {
        return database.run(NEXT, Tuple.of(FIRST_LOOK.toSeconds())).stream()
                .map(Sent::of)
                .toList();
    }

    /** A look has missed something: there are others, for as long as after a lost create. */
    void extendSearch(List<Sent> creates) {
        database.run(
                "update sent_create set until = greatest(until, clock_timestamp() + $2 * interval '1 second')"
                        + " where deposit = any ($1)",
                Tuple.tuple().addArrayOfUUID(deposits(creates)).addLong(LOOKED_FOR.toSeconds()));
    }

    private static UUID[] deposits(List<Sent> creates) {
        return creates.stream().map(Sent::deposit).toArray(UUID[]::new);
    }

    /** Their account has been looked through; each time it takes twice as long until the next look. */
    void recordSearch(List<Sent> creates) {
        database.run(
                LOOKED,
                Tuple.tuple()
                        .addArrayOfUUID(deposits(creates))
                        .addLong(FIRST_LOOK.toSeconds())
                        .addLong(LONGEST.toSeconds()));
        database.run(FORGET, Tuple.tuple());
    }
}
