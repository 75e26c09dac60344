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

/** The creates that were sent, in PostgreSQL. Figshare may carry one out later, or twice: {@link LateDrafts} searches for their drafts. */
@Singleton
public class SentCreates {

    private static final Duration FIRST_SEARCH = Duration.ofMinutes(1);
    private static final Duration MAX_WAIT = Duration.ofHours(12);
    private static final Duration SEARCH_PERIOD = Duration.ofDays(7);

    /** The first of two searches after an answered create, which a proxy may have sent twice. */
    private static final Duration SEARCH_AFTER_ANSWER = Duration.ofMinutes(10);

    private static final String SAVE = """
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

    private static final String SEARCHED = """
            update sent_create set looks = looks + 1,
                due = clock_timestamp() + least($2 * 2 ^ least(looks, 20), $3) * interval '1 second'
            where deposit = any ($1)
            """;

    /** Keeps the entries of deposits without a draft: their drafts are searched for before the next create. */
    private static final String DELETE_OLD = """
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
     * A create whose drafts are searched for.
     *
     * @param since when the first create of the deposit was sent
     * @param lost  whether Figshare may still carry it out
     */
    record Sent(UUID deposit, Instant since, boolean lost) {

        static Sent of(Row row) {
            return new Sent(
                    row.getUUID("deposit"),
                    Objects.requireNonNull(Database.instant(row, "since")),
                    Objects.requireNonNull(Database.instant(row, "until")).isAfter(Instant.now()));
        }
    }

    /** The create was answered. A proxy may have answered, so that a search follows. */
    void recordAnswered(StoredDeposit deposit) {
        save(deposit, Instant.now(), Duration.ZERO, SEARCH_AFTER_ANSWER);
    }

    /** The outcome of the create that was sent at {@code intended} is unknown. */
    public void recordLost(StoredDeposit deposit, Instant intended) {
        save(deposit, intended, SEARCH_PERIOD, FIRST_SEARCH);
    }

    private void save(StoredDeposit deposit, Instant since, Duration until, Duration look) {
        database.run(
                SAVE,
                Tuple.of(
                        deposit.id(),
                        deposit.context().account(),
                        since.atOffset(ZoneOffset.UTC),
                        until.toSeconds(),
                        look.toSeconds()));
    }

    /** Returns when the first create of the deposit was sent; empty if none was. */
    public Optional<Instant> firstSentAt(UUID deposit) {
        return database.run("select * from sent_create where deposit = $1", Tuple.of(deposit)).stream()
                .findFirst()
                .map(row -> Sent.of(row).since());
    }

    /** Returns when the first unresolved create of the account was sent: a record made since then may be its draft. Empty if all are resolved. */
    public Optional<Instant> firstUnresolvedAt(long account) {
        return Optional.ofNullable(Database.instant(
                database.run(UNRESOLVED, Tuple.of(account)).iterator().next(), "since"));
    }

    /** Takes the creates of one account whose search is due. No other replica takes them for a minute. */
    List<Sent> takeDue() {
        return database.run(NEXT, Tuple.of(FIRST_SEARCH.toSeconds())).stream()
                .map(Sent::of)
                .toList();
    }

    /** The search was incomplete: searches continue for as long as after a lost create. */
    void extendSearch(List<Sent> creates) {
        database.run(
                "update sent_create set until = greatest(until, clock_timestamp() + $2 * interval '1 second')"
                        + " where deposit = any ($1)",
                Tuple.tuple().addArrayOfUUID(deposits(creates)).addLong(SEARCH_PERIOD.toSeconds()));
    }

    private static UUID[] deposits(List<Sent> creates) {
        return creates.stream().map(Sent::deposit).toArray(UUID[]::new);
    }

    /** The account was searched. Doubles the wait until the next search, and deletes the entries whose searches are over. */
    void recordSearch(List<Sent> creates) {
        database.run(
                SEARCHED,
                Tuple.tuple()
                        .addArrayOfUUID(deposits(creates))
                        .addLong(FIRST_SEARCH.toSeconds())
                        .addLong(MAX_WAIT.toSeconds()));
        database.run(DELETE_OLD, Tuple.tuple());
    }
}
