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

/** Stores the creates that were sent, in PostgreSQL, since Figshare may process one later or twice. */
@Singleton
public class SentCreates {

    private static final Duration FIRST_SEARCH_DELAY = Duration.ofMinutes(1);
    private static final Duration MAX_SEARCH_DELAY = Duration.ofHours(12);
    private static final Duration SEARCH_PERIOD = Duration.ofDays(7);

    /** When the first of two searches after an answered create is due: a proxy may have sent the create twice. */
    private static final Duration SEARCH_DELAY_AFTER_ANSWER = Duration.ofMinutes(10);

    private static final String SAVE = """
            insert into sent_create (deposit, account, since, until, due)
            values ($1, $2, $3, clock_timestamp() + $4 * interval '1 second', clock_timestamp() + $5 * interval '1 second')
            on conflict (deposit) do update set until = greatest(sent_create.until, excluded.until), looks = 0,
                due = excluded.due
            """;

    private static final String TAKE_DUE = """
            update sent_create set due = clock_timestamp() + $1 * interval '1 second'
            where account = (select account from sent_create where due <= clock_timestamp()
                order by due limit 1 for update skip locked)
            returning *
            """;

    private static final String RECORD_SEARCH = """
            update sent_create set looks = looks + 1,
                due = clock_timestamp() + least($2 * 2 ^ least(looks, 20), $3) * interval '1 second'
            where deposit = any ($1)
            """;

    /** Keeps the rows of deposits without a draft: they make the next create search first. */
    private static final String DELETE_DONE = """
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
     * A create whose drafts are searched.
     *
     * @param since when the first create of the deposit was about to be sent
     * @param lost  whether Figshare may still process it
     */
    record Sent(UUID deposit, Instant since, boolean lost) {

        static Sent of(Row row) {
            return new Sent(
                    row.getUUID("deposit"),
                    Objects.requireNonNull(Database.instant(row, "since")),
                    Objects.requireNonNull(Database.instant(row, "until")).isAfter(Instant.now()));
        }
    }

    /** Records that the create was answered. A proxy may have answered it, so the answer proves nothing. */
    void recordAnswered(StoredDeposit deposit) {
        save(deposit, Instant.now(), Duration.ZERO, SEARCH_DELAY_AFTER_ANSWER);
    }

    /**
     * Records that the outcome of a create is unknown.
     *
     * @param callStarted when it was about to be sent
     */
    public void recordLost(StoredDeposit deposit, Instant callStarted) {
        save(deposit, callStarted, SEARCH_PERIOD, FIRST_SEARCH_DELAY);
    }

    private void save(StoredDeposit deposit, Instant since, Duration period, Duration delay) {
        database.run(
                SAVE,
                Tuple.of(
                        deposit.id(),
                        deposit.context().account(),
                        since.atOffset(ZoneOffset.UTC),
                        period.toSeconds(),
                        delay.toSeconds()));
    }

    /** Returns when the first create of the deposit was about to be sent; empty if none was. */
    public Optional<Instant> firstSentAt(UUID deposit) {
        return database.run("select * from sent_create where deposit = $1", Tuple.of(deposit)).stream()
                .findFirst()
                .map(row -> Sent.of(row).since());
    }

    /**
     * Returns when the oldest create of the account with an unknown outcome was about to be sent; empty if there is
     * none.
     */
    public Optional<Instant> firstUnresolvedAt(long account) {
        return Optional.ofNullable(Database.instant(
                database.run(UNRESOLVED, Tuple.of(account)).iterator().next(), "since"));
    }

    /**
     * Takes all creates of one account whose search is due, so that no other replica takes them; empty if none is due.
     */
    List<Sent> takeDue() {
        return database.run(TAKE_DUE, Tuple.of(FIRST_SEARCH_DELAY.toSeconds())).stream()
                .map(Sent::of)
                .toList();
    }

    /** Prolongs the search period after a search that could not read everything, as after a lost create. */
    void extendSearch(List<Sent> creates) {
        database.run(
                "update sent_create set until = greatest(until, clock_timestamp() + $2 * interval '1 second')"
                        + " where deposit = any ($1)",
                Tuple.tuple().addArrayOfUUID(deposits(creates)).addLong(SEARCH_PERIOD.toSeconds()));
    }

    private static UUID[] deposits(List<Sent> creates) {
        return creates.stream().map(Sent::deposit).toArray(UUID[]::new);
    }

    /**
     * Schedules the next search of the account after twice the last delay. Deletes the creates whose search period is
     * over.
     */
    void recordSearch(List<Sent> creates) {
        database.run(
                RECORD_SEARCH,
                Tuple.tuple()
                        .addArrayOfUUID(deposits(creates))
                        .addLong(FIRST_SEARCH_DELAY.toSeconds())
                        .addLong(MAX_SEARCH_DELAY.toSeconds()));
        database.run(DELETE_DONE, Tuple.tuple());
    }
}
