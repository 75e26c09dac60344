package io.campusfigshare.catalogue.sync;

import static org.awaitility.Awaitility.await;

import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.DirectorySync;
import io.campusfigshare.catalogue.directory.Vocabularies;
import io.campusfigshare.catalogue.directory.VocabularySync;
import io.campusfigshare.catalogue.search.Containers.Kind;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.SuccessfulExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionFactory;

/** Runs the syncs for tests, which then need not wait for an interval. */
@Singleton
public class Syncs {

    /** The jobs that run once at an application's start, and then not for a day. */
    private static final Set<String> OF_THE_START = Set.of(
            ItemSync.class.getName() + "#schedule",
            DirectorySync.class.getName() + "#schedule",
            ContainerSync.class.getName() + "#schedule",
            VocabularySync.class.getName() + "#schedule",
            "io.campusfigshare.usage.UsageSnapshot#runDue",
            "io.campusfigshare.review.ReviewSync#schedule");

    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private String last = "";

    private final BackgroundJobs background;
    private final Database database;
    private final FillState state;
    private final ItemSync items;
    private final DirectorySync directory;
    private final ContainerSync containers;
    private final Vocabularies vocabularies;
    private final FigshareApi figshare;

    Syncs(
            BackgroundJobs background,
            Database database,
            FillState state,
            ItemSync items,
            DirectorySync directory,
            ContainerSync containers,
            Vocabularies vocabularies,
            FigshareApi figshare) {
        this.background = background;
        this.database = database;
        this.state = state;
        this.items = items;
        this.directory = directory;
        this.containers = containers;
        this.vocabularies = vocabularies;
        this.figshare = figshare;
    }

    void ended(@Observes SuccessfulExecution job) {
        ended.add(job.getExecution().getTrigger().getMethodDescription());
    }

    void failed(@Observes FailedExecution job) {
        ended.add(job.getExecution().getTrigger().getMethodDescription());
    }

    /** Returns whether the previous test was of another class. */
    public boolean areNewTo(Class<?> tests) {
        boolean others = !last.equals(tests.getName());
        last = tests.getName();
        return others;
    }

    /** Runs all syncs that the service runs at its start, unless they have run. */
    public void started() {
        items();
        atOnce("the first look at everything").until(() -> {
            if (!isLookedAt()) {
                first("departments", directory::departments);
                first("custom fields", directory::customFields);
                first("people", directory::people);
                first("vocabularies", () -> vocabularies.copyPublic(background));
                for (Kind kind : Kind.values()) {
                    first(kind.plural(), () -> containers.copyAll(kind));
                }
            }
            return isLookedAt();
        });
    }

    private boolean isLookedAt() {
        return database.run(
                                "select count(*) as done from sync where began is not null and name in"
                                        + " ('departments', 'people', 'custom fields', 'vocabularies',"
                                        + " 'collections', 'projects')",
                                Tuple.tuple())
                        .iterator()
                        .next()
                        .getLong("done")
                == 6;
    }

    private void first(String job, Runnable work) {
        background.every(Duration.ofDays(1), job, work);
    }

    /**
     * Items that are new or changed, and those set aside; until there is nothing that is left out. Callers are not kept
     * out either by what the test before did to Figshare. The first test of an application waits for the jobs of its
     * start. They begin within a second, and may do what the test has prepared. One that finds its turn taken comes
     * back in a day.
     */
    public void items() {
        atOnce("the end of the jobs of the start").until(() -> ended.containsAll(OF_THE_START));
        atOnce("a closed breaker")
                .until(() -> figshare.read(
                                CallPriority.READ, () -> Uni.createFrom().item(true))
                        .onFailure(FigshareFailure.class)
                        .recoverWithItem(false)
                        .await()
                        .indefinitely());
        due();
        atOnce("the fill").until(() -> {
            cycle();
            return state.isFilled();
        });
    }

    /** Runs the sync of items once; ignores its failure. */
    public void cycle() {
        run(FillState.ITEMS, items::sync);
    }

    /** Makes all failed records due. */
    public void due() {
        database.run("update set_aside set due = clock_timestamp()", Tuple.tuple());
    }

    /** Retries all failed records, except those of usage. */
    public void tryAgain() {
        due();
        cycle();
        for (Kind kind : Kind.values()) {
            run(kind.plural(), () -> containers.retryDue(kind));
        }
        run("people", directory::retryDue);
    }

    /** Runs the nightly comparison, which also finds withdrawn items. */
    public void withdrawals() {
        run("withdrawals", items::compareAll);
    }

    public void departments() {
        run("departments", directory::departments);
    }

    public void people() {
        run("people", directory::people);
    }

    /** Collections and projects. */
    public void collections() {
        for (Kind kind : Kind.values()) {
            run(kind.plural(), () -> containers.copyAll(kind));
        }
    }

    /** Runs all syncs, as if they had not run before. */
    public void everything() {
        items();
        withdrawals();
        departments();
        people();
        collections();
        vocabularies();
    }

    /** Categories, licenses, item types and custom fields. */
    public void vocabularies() {
        run("vocabularies", () -> vocabularies.copyPublic(background));
        run("custom fields", directory::customFields);
    }

    /** The one at the start may still be at it, and then this one waits its turn. */
    private void run(String job, Runnable work) {
        var done = new AtomicBoolean();
        atOnce(job).until(() -> {
            background.run(job, () -> {
                done.set(true);
                work.run();
            });
            return done.get();
        });
    }

    private static ConditionFactory atOnce(String what) {
        return await(what)
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20));
    }
}
