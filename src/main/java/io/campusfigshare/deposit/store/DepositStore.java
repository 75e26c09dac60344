package io.campusfigshare.deposit.store;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The deposits in PostgreSQL, and the leases on them. Only the holder of a lease changes a deposit. A lease expires; whoever held it and
 * comes back finds that it is lost.
 */
@Singleton
public class DepositStore {

    public static final ProblemType BUSY = new ProblemType("deposit-busy", 409, "The deposit is being worked on");

    private static final String UNIQUE_VIOLATION = "23505";
    static final String INSERT_KEY =
            "insert into deposit_key (client, subject, key, digest, success, deposit) values ($1, $2, $3, $4, $5, $6)";
    private static final String CREATE = """
            insert into deposit (id, holder, held, client, subject, request, campus, account, author, item, state, asked,
                publish, due)
            values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                case when $14 then clock_timestamp() end)
            returning *
            """;
    private static final String LEASE = """
            update deposit set holder = $1, held = clock_timestamp() + $2 * interval '1 millisecond'
            where (held is null or held < clock_timestamp()) and id = %s
            returning *
            """;
    private static final String LEASE_DUE = LEASE.formatted("""
            (select id from deposit where due <= clock_timestamp() and (held is null or held < clock_timestamp())
                order by due limit 1 for update skip locked)""");

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Duration BEFORE_RETRY = Duration.ofMillis(300);

    private final Database database;
    private final DepositConfig config;

    DepositStore(Database database, DepositConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * What is stored under an Idempotency-Key.
     *
     * @param same   whether the key came with the same request
     * @param status of the answer; null while there is no answer yet
     */
    public record Known(
            UUID deposit,
            boolean same,
            @Nullable Integer status,
            @Nullable String answer) {}

    /**
     * An Idempotency-Key of a caller.
     *
     * @param digest  of the request that came with it
     * @param success the status of the answer if the request succeeds
     */
    public record Key(String client, String subject, String text, Buffer digest, int success) {

        Tuple values(UUID deposit) {
            return Tuple.tuple()
                    .addString(client)
                    .addString(subject)
                    .addString(text)
                    .addBuffer(digest)
                    .addInteger(success)
                    .addUUID(deposit);
        }
    }

    public Optional<Known> answered(Key key) {
        return one(database.run(
                        "select * from deposit_key where client = $1 and subject = $2 and key = $3",
                        Tuple.of(key.client(), key.subject(), key.text())))
                .map(row -> new Known(
                        row.getUUID("deposit"),
                        row.getBuffer("digest").equals(key.digest()),
                        row.getInteger("status"),
                        row.getString("answer")));
    }

    /**
     * Stores a deposit under its key, with its files, and leases it. Returns empty if the key was stored meanwhile, or if another deposit has
     * the record.
     */
    public Optional<DepositLease> create(
            Key key, ImpersonationContext context, @Nullable Long author, Opening opening) {
        UUID holder = UUID.randomUUID();
        Tuple values = Tuple.tuple()
                .addUUID(context.deposit())
                .addUUID(holder)
                .addLong(config.lease().toMillis())
                .addString(context.client())
                .addString(context.subject())
                .addString(context.request())
                .addString(context.campusId())
                .addLong(context.account())
                .addLong(author)
                .addLong(opening.item())
                .addString(opening.state().text())
                .addString(opening.asked())
                .addBoolean(opening.publish())
                .addBoolean(opening.state().isInProgress());
        try {
            return one(database.transaction(connection -> connection
                            .preparedQuery(CREATE)
                            .execute(values)
                            .chain(rows -> connection
                                    .preparedQuery(INSERT_KEY)
                                    .execute(key.values(Objects.requireNonNull(context.deposit())))
                                    .replaceWith(rows))
                            .chain(rows -> FileStore.announce(
                                            connection, Objects.requireNonNull(context.deposit()), opening.files())
                                    .replaceWith(rows))))
                    .map(row -> held(row, holder));
        } catch (PgException taken) {
            if (!isDuplicate(taken)) {
                throw taken;
            }
            return Optional.empty();
        }
    }

    /**
     * The beginning of a deposit.
     *
     * @param item  Figshare's number of an existing record; null for a new one
     * @param asked the body of the create; null for an existing record
     */
    public record Opening(
            DepositState state,
            @Nullable Long item,
            @Nullable String asked,
            boolean publish,
            List<DeclaredFile> files) {}

    /**
     * Stores the answer to each key of the deposit that has none.
     *
     * @param status null for the status that each key expects on success
     */
    public void saveAnswer(UUID deposit, @Nullable Integer status, String body) {
        database.run(
                "update deposit_key set status = coalesce($2, success), answer = $3 where deposit = $1 and status is null",
                Tuple.of(deposit, status, body));
    }

    /** Deletes the keys that are older than {@code age}. */
    public void deleteKeys(Duration age) {
        database.run(
                "delete from deposit_key where made < clock_timestamp() - $1 * interval '1 second'",
                Tuple.of(age.toSeconds()));
    }

    public Optional<StoredDeposit> find(UUID id) {
        return one(database.run("select * from deposit where id = $1", Tuple.of(id)))
                .map(StoredDeposit::of);
    }

    /** Returns the deposits that have these records, without deleted deposits. */
    public List<StoredDeposit> withItems(List<Long> items) {
        return database
                .run(
                        "select * from deposit where item = any ($1) and state <> 'deleted'",
                        Tuple.tuple().addArrayOfLong(items.toArray(Long[]::new)))
                .stream()
                .map(StoredDeposit::of)
                .toList();
    }

    /** Returns the deposits with a record in another account that were modified last, at most {@code size}. */
    public List<StoredDeposit> inOtherAccounts(long account, int size) {
        return database
                .run(
                        "select * from deposit where account <> $1 and item is not null"
                                + " and state in ('ready', 'published', 'in-review', 'embargoed') order by modified desc limit $2",
                        Tuple.of(account, size))
                .stream()
                .map(StoredDeposit::of)
                .toList();
    }

    /** Returns those of the records that a deposit has, deleted deposits included. */
    public Set<Long> itemsOfDeposits(List<Long> items) {
        return database
                .run(
                        "select item from deposit where item = any ($1)",
                        Tuple.tuple().addArrayOfLong(items.toArray(Long[]::new)))
                .stream()
                .map(row -> row.getLong("item"))
                .collect(Collectors.toSet());
    }

    /** Leases the deposit. Fails with 409 while somebody else holds its lease. */
    public DepositLease lease(UUID id) {
        return tryLease(LEASE.formatted("$3"), id)
                .orElseThrow(() -> new Problem(
                        BUSY, "Another request is working on this deposit. Try again.", Duration.ofSeconds(2), null));
    }

    /** Runs work that needs a lease, and repeats it for up to 10 s while somebody else holds the lease. Then fails with 409. */
    public static <T> T waitForLease(Supplier<T> work) {
        long until = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            try {
                return work.get();
            } catch (Problem busy) {
                if (!busy.type().equals(BUSY) || System.nanoTime() > until) {
                    throw busy;
                }
                Pause.of(BEFORE_RETRY);
            }
        }
    }

    /** Leases a deposit whose next step is due. Returns empty if there is none. */
    public Optional<DepositLease> leaseDue() {
        return tryLease(LEASE_DUE, null);
    }

    private Optional<DepositLease> tryLease(String sql, @Nullable UUID id) {
        UUID holder = UUID.randomUUID();
        Tuple values = Tuple.of(holder, config.lease().toMillis());
        return one(database.run(sql, id == null ? values : values.addUUID(id))).map(row -> held(row, holder));
    }

    private DepositLease held(Row row, UUID holder) {
        return new DepositLease(database, holder, config.lease(), StoredDeposit.of(row));
    }

    private static Optional<Row> one(RowSet<Row> rows) {
        return rows.stream().findFirst();
    }

    static boolean isDuplicate(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }
}
