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

/** PostgreSQL: asked for callers, who wait on an event loop and not for long, and for work that may block. */
@Singleton
public class Database {

    private static final ProblemType NONE = new ProblemType("no-catalogue", 404, "There is no catalogue here");

    /** A query takes milliseconds; what takes so long waits for a database that is gone. */
    private static final Duration FOR_A_CALLER = Duration.ofSeconds(5);

    private static final Duration FOR_WORK = Duration.ofSeconds(30);

    private static final Duration FOR_THE_START = Duration.ofMinutes(1);

    private static final int TOLD_EVERY = 10;

    /** The advisory locks of those jobs that one replica does at a time; their other half is the job. */
    private static final int ALONE = 0x66696773;

    private final InjectableInstance<Pool> pool;
    private final InjectableInstance<Flyway> flyway;
    private final boolean inUse;
    private final boolean migratesOnly;

    Database(
            InjectableInstance<Pool> pool,
            InjectableInstance<Flyway> flyway,
            CampusConfig campus,
            @CommandLineArguments String[] arguments) {
        this.pool = pool;
        this.flyway = flyway;
        this.inUse = campus.institutionId().isPresent();
        this.migratesOnly = List.of(arguments).contains("--migrate");
    }

    /**
     * Before the scheduler, whose jobs ask it, and not by the framework, which would be before the settings are checked. With
     * {@code --migrate} that is all: for who lets the owner of the tables migrate them, and not the service.
     */
    void migrate(@Observes @Priority(-1) StartupEvent start) throws InterruptedException {
        if (flyway.getHandle().getBean().isActive()) {
            migrate(Instant.now().plus(FOR_THE_START));
        }
        if (migratesOnly) {
            // Nothing else has begun yet, and an exit would wait for the start's end.
            Runtime.getRuntime().halt(0);
        }
    }

    /** PostgreSQL may come later than this process. */
    private void migrate(Instant end) throws InterruptedException {
        for (int tries = 0; ; tries++) {
            try {
                flyway.get().migrate();
                return;
            } catch (FlywayException failed) {
                if (!DatabaseFailure.passes(failed)
                        || Instant.now().isAfter(end)
                        || ApplicationLifecycleManager.isVmShuttingDown()) {
                    throw failed;
                }
                if (tries % TOLD_EVERY == 0) {
                    Log.warnf("PostgreSQL does not answer yet; it is waited for until %s", end);
                }
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** Whether an institution is configured, whose catalogue it holds. */
    public boolean inUse() {
        return inUse;
    }

    /** Fails with 404 where there is none, as all questions to it do. */
    public void required() {
        if (!inUse) {
            throw none();
        }
    }

    private static Problem none() {
        return new Problem(NONE, "Who runs this service has to configure campus.institution-id and a database.");
    }

    public Pool pool() {
        return pool.get();
    }

    /**
     * For a caller.
     *
     * @return fails with 404 where there is no catalogue, and with {@link DatabaseFailure} while it is out of reach
     */
    public Uni<RowSet<Row>> ask(String sql, Tuple values) {
        if (!inUse) {
            return Uni.createFrom().failure(none());
        }
        return within(FOR_A_CALLER, pool().preparedQuery(sql).execute(values));
    }

    /** The same for work that may block. */
    public RowSet<Row> run(String sql, Tuple values) {
        return done(pool().preparedQuery(sql).execute(values));
    }

    public <T> T transaction(Function<SqlConnection, Uni<T>> work) {
        return done(pool().withTransaction(work));
    }

    /** Does the job in the one replica that may; elsewhere not at all. */
    public void alone(String job, Runnable work) {
        SqlConnection held = done(pool().getConnection());
        Tuple lock = Tuple.of(ALONE, job);
        try {
            if (first(held, "select pg_try_advisory_lock($1, hashtext($2))", lock)
                    .getBoolean(0)) {
                try {
                    work.run();
                } finally {
                    // An interrupt has ended the work; the lock is let go all the same.
                    Thread.interrupted();
                    first(held, "select pg_advisory_unlock($1, hashtext($2))", lock);
                }
            }
        } finally {
            done(held.close());
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
        return done(connection.preparedQuery(sql).execute(values)).iterator().next();
    }

    private static <T> T done(Uni<T> asked) {
        return await(within(FOR_WORK, asked));
    }

    /** Waits for it; fails with {@link CancellationException} where the thread is interrupted meanwhile. */
    static <T> T await(Uni<T> asked) {
        try {
            return asked.await().indefinitely();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof InterruptedException) {
                throw new CancellationException("The process is ending");
            }
            throw failed;
        }
    }

    private static <T> Uni<T> within(Duration patience, Uni<T> asked) {
        return asked.ifNoItem().after(patience).fail().onFailure().transform(DatabaseFailure::of);
    }
}
