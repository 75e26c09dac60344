package io.campusfigshare.deposit.store;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Stores the files of deposits in PostgreSQL and leases them. Only the holder of a lease may change a file. */
@Singleton
public class FileStore {

    static final ProblemType BUSY = new ProblemType("file-busy", 409, "Another request is changing the file");
    private static final ProblemType TOO_MANY =
            new ProblemType("too-many-files", 422, "The deposit has too many files");

    private static final String INSERT = """
            insert into deposit_file (id, deposit, name, size, md5, sha256, link)
            select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from deposit_file where deposit = $2) < $8
            on conflict (deposit, name) do nothing
            """;
    private static final String LEASE = """
            update deposit_file set holder = $1, held = clock_timestamp() + $2 * interval '1 millisecond'
            where (held is null or held < clock_timestamp()) and %s
            returning *
            """;
    private static final String LEASE_DUE = LEASE.formatted("""
            id = (select id from deposit_file where due <= clock_timestamp() and (held is null or held < clock_timestamp())
                order by due limit 1 for update skip locked)""");

    /**
     * Sets the state of a deposit whose last file has ended: PUBLISHING if an unanswered request asks for that, READY
     * otherwise.
     */
    private static final String SETTLE = """
            update deposit d set modified = clock_timestamp(), intended = null, tries = 0,
                state = case when a.awaited and a.problem is null and d.publish then 'publishing' else 'ready' end,
                problem = case when a.awaited then a.problem end,
                due = case when a.awaited then clock_timestamp() end
            from (select exists (select from deposit_key where deposit = $1 and status is null) as awaited,
                    (select problem from deposit_file where deposit = $1 and state = 'failed' order by name limit 1)
                        as problem) a
            where d.id = $1 and d.state = 'uploading' and not exists (
                select from deposit_file where deposit = $1 and (state in ('waiting', 'uploading') or due is not null))
            """;

    /** For the files of a form, whose number was checked before. */
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Database database;
    private final DepositConfig config;
    private final Set<FileLease> leases = ConcurrentHashMap.newKeySet();

    FileStore(Database database, DepositConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Stores the declared files of a new deposit. */
    static Uni<Void> insert(SqlConnection connection, UUID deposit, List<DeclaredFile> files) {
        return files.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(INSERT)
                        .executeBatch(files.stream()
                                .map(file -> row(deposit, file, UNLIMITED))
                                .toList())
                        .replaceWithVoid();
    }

    private static Tuple row(UUID deposit, DeclaredFile file, int maxFiles) {
        return Tuple.tuple()
                .addUUID(UUID.randomUUID())
                .addUUID(deposit)
                .addString(file.name())
                .addLong(file.size())
                .addString(file.md5())
                .addString(file.sha256())
                .addString(file.link())
                .addInteger(maxFiles);
    }

    /** Returns the files that were sent to this service, by name. */
    public List<StoredFile> list(UUID deposit) {
        return database.run("select * from deposit_file where deposit = $1 order by name", Tuple.of(deposit)).stream()
                .map(StoredFile::of)
                .toList();
    }

    /** Returns the file with the normalised name. */
    public Optional<StoredFile> find(UUID deposit, String name) {
        return one(database.run("select * from deposit_file where deposit = $1 and name = $2", Tuple.of(deposit, name)))
                .map(StoredFile::of);
    }

    /**
     * Refuses a file whose name differs from an existing one only in case. The caller holds the lease of the deposit.
     */
    public void requireDistinctName(UUID deposit, DeclaredFile file) {
        FileName.requireDistinct(
                file.name(), list(deposit).stream().map(StoredFile::name).toList());
    }

    /** Stores the file if it is new, and leases it. Fails with 409 while somebody else holds its lease. */
    public FileLease lease(UUID deposit, DeclaredFile file) {
        database.run(INSERT, row(deposit, file, config.maxFiles()));
        return lease(deposit, file.name())
                .orElseThrow(() -> find(deposit, file.name())
                        .map(busy -> FileLease.lost())
                        .orElseGet(() -> new Problem(TOO_MANY, "It has " + config.maxFiles() + " files already.")));
    }

    /** Leases an existing file. Returns empty if it does not exist, or somebody else holds its lease. */
    public Optional<FileLease> lease(UUID deposit, String name) {
        return lease(
                LEASE.formatted("deposit = $3 and name = $4"),
                Tuple.tuple().addUUID(deposit).addString(name));
    }

    /** Leases a file whose status is due to be read from Figshare. Returns empty if there is none. */
    public Optional<FileLease> leaseDue() {
        return lease(LEASE_DUE, Tuple.tuple());
    }

    private Optional<FileLease> lease(String sql, Tuple more) {
        UUID holder = UUID.randomUUID();
        Tuple values = Tuple.of(holder, config.lease().toMillis());
        for (int i = 0; i < more.size(); i++) {
            values.addValue(more.getValue(i));
        }
        Optional<FileLease> lease =
                one(database.run(sql, values)).map(row -> new FileLease(this, holder, StoredFile.of(row)));
        lease.ifPresent(leases::add);
        return lease;
    }

    StoredFile change(String set, Tuple values) {
        return requireLeased(database.run(update(set, ""), values));
    }

    /** Stores that the file is about to be added at Figshare. Fails if the lease has expired. */
    Uni<StoredFile> send(Tuple values) {
        return database.query(update("intended = clock_timestamp()", "and held > clock_timestamp()"), values)
                .map(FileStore::requireLeased);
    }

    private String update(String set, String and) {
        return "update deposit_file set modified = clock_timestamp(), held = clock_timestamp() + interval '"
                + config.lease().toMillis() + " milliseconds', " + set + " where id = $1 and holder = $2 " + and
                + " returning *";
    }

    private static StoredFile requireLeased(RowSet<Row> rows) {
        return one(rows).map(StoredFile::of).orElseThrow(FileLease::lost);
    }

    /**
     * Runs a change that ends a file, and moves the deposit on if it was the last one. Locks the deposit, so that two
     * files that end at once see each other.
     */
    StoredFile endFile(StoredFile file, String sql, Tuple values) {
        Tuple deposit = Tuple.of(file.deposit());
        return one(database.transaction(connection -> connection
                        .preparedQuery("select from deposit where id = $1 for update")
                        .execute(deposit)
                        .chain(locked -> connection.preparedQuery(sql).execute(values))
                        .chain(changed -> connection
                                .preparedQuery(SETTLE)
                                .execute(deposit)
                                .replaceWith(changed))))
                .map(StoredFile::of)
                .orElseThrow(FileLease::lost);
    }

    void release(FileLease file, long sent) {
        leases.remove(file);
        database.run(
                "update deposit_file set holder = null, held = null, sent = case when state = 'uploading' then $3"
                        + " else sent end where id = $1 and holder = $2",
                Tuple.of(file.file().id(), file.holder(), sent));
    }

    /** Renews the leases of this replica, and stores how many bytes were sent. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void renewLeases() {
        for (FileLease file : leases) {
            try {
                file.renew();
            } catch (Problem lost) {
                Log.debugf("The lease of a file was not renewed: %s", lost.detail());
            }
        }
    }

    private static Optional<Row> one(RowSet<Row> rows) {
        return rows.stream().findFirst();
    }
}
