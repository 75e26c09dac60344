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
 * The jobs that follow Figshare, of the catalogue and of features: each in one replica at a time, on a virtual thread, and
 * again when it is due for all of them. What Figshare or the database stops is due again at once.
 */
@Singleton
public class BackgroundJobs {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Jobs may stop anywhere and let go of their locks at once. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final int TRIES = 10;

    private final Database database;
    private final Set<Thread> jobs = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    BackgroundJobs(Database database) {
        this.database = database;
    }

    /** Before requests are waited for: another replica takes over what is let go here. */
    void interrupt(@Observes ShutdownDelayInitiatedEvent end) {
        stopping = true;
        jobs.forEach(Thread::interrupt);
    }

    /** While there still is a database. */
    void stop(@Observes ShutdownEvent end) throws InterruptedException {
        stopping = true;
        jobs.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (Thread job : jobs) {
            if (!job.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                Log.infof("A job does not end within %s and is cut off", GRACE);
            }
        }
    }

    /** Does the job if its last success began so long ago, give or take a tenth: replicas do not tick together. */
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

    /** Does the job unless another replica is at it. */
    public void run(String job, Runnable work) {
        if (!database.inUse()) {
            return;
        }
        jobs.add(Thread.currentThread());
        try {
            // Asked after it can be interrupted.
            if (!stopping) {
                database.alone(job, work);
            }
        } catch (CancellationException handedOver) {
            Log.infof("The sync of %s goes on in another replica, or after the start", job);
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down; each job knows where to go on.
            Log.warnf(
                    "The sync of %s stopped and goes on next time: %s (%s)", job, stopped.detail(), stopped.getCause());
        } finally {
            jobs.remove(Thread.currentThread());
        }
    }

    /** There is time: what was not even sent, because others come first or Figshare rests, is asked again later. */
    public <T> T ask(Supplier<Uni<T>> call) {
        for (int tries = 1; ; tries++) {
            try {
                return Database.await(call.get().ifNoItem().after(PATIENCE).fail());
            } catch (FigshareFailure busy) {
                Duration wait = busy.retryAfter();
                if (!busy.wasNotSent() || tries == TRIES || wait == null) {
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
            throw new CancellationException("Stopped while waiting for a turn");
        }
    }
}
