package io.campusfigshare.deposit.store;

import io.campusfigshare.access.Depositor;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
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
 * Stores deposits in PostgreSQL and leases them. Only the holder of a lease may change a deposit. A lease expires; a
 * change after that fails.
 */
@Singleton
public class DepositStore {

    /** Somebody else holds the lease of the deposit. */
    public static final ProblemType BUSY =
            new ProblemType("deposit-busy", 409, "Another request is changing the deposit");

    /** Another deposit has the record. */
    public static final ProblemType EXISTS = new ProblemType("deposit-exists", 409, "The record has a deposit already");

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CREATE = """
            insert into deposit (id, holder, held, client, subject, request, campus, account, author, item, state, asked,
                publish, due, department)
            values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                case when $14 then clock_timestamp() end, $15)
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
    private static final Duration RETRY_DELAY = Duration.ofMillis(300);

    private final Database database;
    private final DepositConfig config;

    DepositStore(Database database, DepositConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * Stores a deposit under its key, with its files, and leases it. Returns empty if the key was stored meanwhile, or
     * if another deposit has the record.
     */
    public Optional<DepositLease> create(
            IdempotencyKeys.Key key, ImpersonationContext context, Depositor depositor, InitialState initial) {
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
                .addLong(depositor.author())
                .addLong(initial.item())
                .addString(initial.state().text())
                .addString(initial.draftBody())
                .addBoolean(initial.publish())
                .addBoolean(initial.state().isInProgress())
                .addLong(depositor.group());
        try {
            return one(database.transaction(connection -> connection
                            .preparedQuery(CREATE)
                            .execute(values)
                            .chain(rows -> IdempotencyKeys.insert(
                                            connection, key, Objects.requireNonNull(context.deposit()))
                                    .replaceWith(rows))
                            .chain(rows -> FileStore.insert(
                                            connection, Objects.requireNonNull(context.deposit()), initial.files())
                                    .replaceWith(rows))))
                    .map(row -> newLease(row, holder));
        } catch (PgException e) {
            if (!isUniqueViolation(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * The state in which a deposit is stored first.
     *
     * @param item      Figshare's number of an existing record; null for a new one
     * @param draftBody the JSON body of the create; null for an existing record
     * @param publish   whether to publish the record as soon as it is complete
     * @param files     the files that came with the request
     */
    public record InitialState(
            DepositState state,
            @Nullable Long item,
            @Nullable String draftBody,
            boolean publish,
            List<DeclaredFile> files) {}

    /** Returns the deposit, also if it is deleted. */
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
                        BUSY, "Another request is changing this deposit. Try again.", Duration.ofSeconds(2), null));
    }

    /**
     * Runs work that needs a lease, and repeats it for up to 10 s while somebody else holds the lease. Then fails with
     * 409.
     */
    public static <T> T waitForLease(Supplier<T> work) {
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            try {
                return work.get();
            } catch (Problem failure) {
                if (!failure.type().equals(BUSY) || System.nanoTime() > deadline) {
                    throw failure;
                }
                Pause.of(RETRY_DELAY);
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
        return one(database.run(sql, id == null ? values : values.addUUID(id))).map(row -> newLease(row, holder));
    }

    private DepositLease newLease(Row row, UUID holder) {
        return new DepositLease(new LeasedDeposit(database, holder, config.lease(), StoredDeposit.of(row)));
    }

    private static Optional<Row> one(RowSet<Row> rows) {
        return rows.stream().findFirst();
    }

    static boolean isUniqueViolation(PgException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSqlState());
    }
}
