package io.campusfigshare.catalogue.database;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Access to PostgreSQL: queries for requests, which do not block, and queries for background work, which do. Fails with
 * {@link DatabaseFailure} while the database is unavailable.
 */
@Singleton
public class Database {

    private static final ProblemType NO_CATALOGUE =
            new ProblemType("no-catalogue", 404, "This service has no catalogue");

    /** A query takes milliseconds; after this time, the database is considered unavailable. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration WORK_TIMEOUT = Duration.ofSeconds(30);

    /** How long the start waits for PostgreSQL. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

    /** The number of attempts, one a second, between two log messages. */
    private static final int ATTEMPTS_PER_MESSAGE = 10;

    /**
     * The first key of the advisory locks for jobs that only one replica runs; the second key is the hash of the job.
     */
    private static final int JOB_LOCK = 0x66696773;

    private final InjectableInstance<Pool> pool;
    private final InjectableInstance<Flyway> flyway;
    private final boolean inUse;
    private final boolean migrateOnly;

    Database(
            InjectableInstance<Pool> pool,
            InjectableInstance<Flyway> flyway,
            CampusConfig campus,
            @CommandLineArguments String[] arguments) {
        this.pool = pool;
        this.flyway = flyway;
        this.inUse = campus.institutionId().isPresent();
        this.migrateOnly = List.of(arguments).contains("--migrate");
    }

    /**
     * Migrates the schema before the scheduler starts, because its jobs query the database. Quarkus would migrate it
     * too early, before the configuration is checked. With {@code --migrate}, the process ends after that: for
     * operators who migrate with the role that owns the tables, not with the role of the service.
     */
    void migrate(@Observes @Priority(-1) StartupEvent start) throws InterruptedException {
        if (flyway.getHandle().getBean().isActive()) {
            migrate(Instant.now().plus(START_TIMEOUT));
        }
        if (migrateOnly) {
            // Nothing else has started. System.exit would wait for the end of the start.
            Runtime.getRuntime().halt(0);
        }
    }

    /** Retries until {@code end}: PostgreSQL may start after this process. */
    private void migrate(Instant end) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                flyway.get().migrate();
                return;
            } catch (FlywayException failed) {
                if (!DatabaseFailure.isTransient(failed)
                        || Instant.now().isAfter(end)
                        || ApplicationLifecycleManager.isVmShuttingDown()) {
                    throw failed;
                }
                if (attempt % ATTEMPTS_PER_MESSAGE == 0) {
                    Log.warnf("PostgreSQL is not available yet; retrying until %s", end);
                }
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** Returns whether an institution, and so a catalogue, is configured. */
    public boolean inUse() {
        return inUse;
    }

    /** Throws a 404 if no catalogue is configured, like all queries. */
    public void requireInUse() {
        if (!inUse) {
            throw noCatalogue();
        }
    }

    private static Problem noCatalogue() {
        return new Problem(
                NO_CATALOGUE, "The operator of this service has to configure campus.institution-id and a database.");
    }

    public Pool pool() {
        return pool.get();
    }

    /**
     * Runs a statement for a request. Fails with 404 if no catalogue is configured, and with {@link DatabaseFailure}
     * while the database is unavailable.
     */
    public Uni<RowSet<Row>> query(String sql, Tuple values) {
        if (!inUse) {
            return Uni.createFrom().failure(noCatalogue());
        }
        return within(REQUEST_TIMEOUT, pool().preparedQuery(sql).execute(values));
    }

    /** Runs a statement for background work, and blocks until it has ended. */
    public RowSet<Row> run(String sql, Tuple values) {
        return block(pool().preparedQuery(sql).execute(values));
    }

    /** Runs the work in a transaction, and blocks until it has ended. */
    public <T> T transaction(Function<SqlConnection, Uni<T>> work) {
        return block(pool().withTransaction(work));
    }

    /** Runs the job unless another replica is running it. */
    public void runExclusively(String job, Runnable work) {
        SqlConnection connection = block(pool().getConnection());
        Tuple lock = Tuple.of(JOB_LOCK, job);
        try {
            if (first(connection, "select pg_try_advisory_lock($1, hashtext($2))", lock)
                    .getBoolean(0)) {
                try {
                    work.run();
                } finally {
                    // Clears an interrupt, which would prevent the release of the lock.
                    Thread.interrupted();
                    first(connection, "select pg_advisory_unlock($1, hashtext($2))", lock);
                }
            }
        } finally {
            block(connection.close());
        }
    }

    public static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static Row first(SqlConnection connection, String sql, Tuple values) {
        return block(connection.preparedQuery(sql).execute(values)).iterator().next();
    }

    private static <T> T block(Uni<T> result) {
        return await(within(WORK_TIMEOUT, result));
    }

    /** Blocks until the result is there. Throws {@link CancellationException} if the thread is interrupted. */
    static <T> T await(Uni<T> result) {
        try {
            return result.await().indefinitely();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof InterruptedException) {
                throw new CancellationException("The process is ending");
            }
            throw failed;
        }
    }

    private static <T> Uni<T> within(Duration timeout, Uni<T> result) {
        return result.ifNoItem().after(timeout).fail().onFailure().transform(DatabaseFailure::of);
    }
}
