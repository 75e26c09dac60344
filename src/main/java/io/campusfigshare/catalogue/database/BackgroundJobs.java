package io.campusfigshare.catalogue.database;

import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs jobs in the background, such as the syncs: each in one replica at a time, on a virtual thread, at an interval
 * that all replicas share. A job that fails because of Figshare or the database is due again at once.
 */
@Singleton
public class BackgroundJobs {

    /** How long a call may take, retries and waiting for a slot included. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

    /** How long the shutdown waits for jobs, which may be interrupted anywhere and then release their locks. */
    private static final Duration SHUTDOWN_WAIT = Duration.ofMillis(500);

    private static final int MAX_ATTEMPTS = 10;

    private final Database database;
    private final Set<Thread> jobs = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    BackgroundJobs(Database database) {
        this.database = database;
    }

    /** Interrupts the jobs before the shutdown waits for requests, so that other replicas take them over early. */
    void interrupt(@Observes ShutdownDelayInitiatedEvent end) {
        stopping = true;
        jobs.forEach(Thread::interrupt);
    }

    /** Waits for the jobs while the database connections are still open. */
    void stop(@Observes ShutdownEvent end) throws InterruptedException {
        stopping = true;
        jobs.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + SHUTDOWN_WAIT.toNanos();
        for (Thread job : jobs) {
            if (!job.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                Log.infof("A job has not ended after %s and is abandoned", SHUTDOWN_WAIT);
            }
        }
    }

    /**
     * Runs the job if its last successful run started at least 90 % of the interval ago, in any replica. The tolerance
     * is needed because the schedulers of the replicas are not synchronised.
     */
    public void every(Duration interval, String job, Runnable work) {
        run(job, () -> {
            Row due = database.run(
                            "select clock_timestamp() as now, coalesce((select began <= clock_timestamp()"
                                    + " - $2 * interval '1 millisecond' from sync where name = $1), true) as due",
                            Tuple.of(job, interval.toMillis() * 9 / 10))
                    .iterator()
                    .next();
            if (due.getBoolean("due")) {
                work.run();
                database.run(
                        "insert into sync (name, began) values ($1, $2) on conflict (name) do update set began = $2",
                        Tuple.of(job, due.getOffsetDateTime("now")));
            }
        });
    }

    /** Runs the job unless another replica is running it. */
    public void run(String job, Runnable work) {
        if (!database.inUse()) {
            return;
        }
        jobs.add(Thread.currentThread());
        try {
            // Checked after the thread is registered for interruption.
            if (!stopping) {
                database.runExclusively(job, work);
            }
        } catch (CancellationException handedOver) {
            Log.infof("Job %s was interrupted and continues in another replica, or after the next start", job);
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down. Each job resumes where it stopped.
            Log.warnf(
                    "Job %s failed and is retried at the next interval: %s (%s)",
                    job, stopped.detail(), stopped.getCause());
        } finally {
            jobs.remove(Thread.currentThread());
        }
    }

    /**
     * Calls Figshare and blocks until it responds. Retries a call that was not sent, because other calls have priority
     * or Figshare is unavailable.
     */
    public <T> T call(Supplier<Uni<T>> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Database.await(call.get().ifNoItem().after(CALL_TIMEOUT).fail());
            } catch (FigshareFailure busy) {
                Duration wait = busy.retryAfter();
                if (!busy.wasNotSent() || attempt == MAX_ATTEMPTS || wait == null) {
                    throw busy;
                }
                pause(wait);
            }
        }
    }

    private static void pause(Duration wait) {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while waiting to retry a call");
        }
    }
}
