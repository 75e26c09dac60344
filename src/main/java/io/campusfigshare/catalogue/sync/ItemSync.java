package io.campusfigshare.catalogue.sync;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.CatalogueConfig;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.article.ModifiedPage;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies the institution's items from Figshare to the catalogue. The first fill copies the newest items first, and
 * requested items before them; after an interruption, it continues with the missing ones. After it, and at every
 * interval during it, one replica copies the items that were modified since the mark, in ascending order. An item that
 * cannot be read becomes a failed record, and the mark moves past it. Every night, all ids are compared, because
 * Figshare does not tell which items were withdrawn.
 */
@Singleton
public class ItemSync {

    /** Prevents a second reconciliation by another replica: all start it at the same time, but their clocks differ. */
    private static final Duration RECONCILE_INTERVAL = Duration.ofMinutes(5);

    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final BackgroundJobs background;
    private final CatalogueWriter writer;
    private final FillState state;
    private final FailedRecords failedRecords;
    private final Articles articles;
    private final CatalogueConfig config;
    private final Event<ItemChanged> changed;
    private final long institution;

    ItemSync(
            BackgroundJobs background,
            CatalogueWriter writer,
            FillState state,
            FailedRecords failedRecords,
            Articles articles,
            CatalogueConfig config,
            Event<ItemChanged> changed,
            CampusConfig campus) {
        this.background = background;
        this.writer = writer;
        this.state = state;
        this.failedRecords = failedRecords;
        this.articles = articles;
        this.config = config;
        this.changed = changed;
        this.institution = campus.institutionId().orElse(0);
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void schedule() {
        background.every(config.syncInterval(), FillState.ITEMS, this::sync);
    }

    @Scheduled(cron = "${campus.catalogue.reconcile-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void reconcile() {
        background.every(RECONCILE_INTERVAL, "withdrawals", this::compareAll);
    }

    void sync() {
        FailedRecords.Run run = run();
        if (!state.isFilled()) {
            fill(run);
        }
        followChanges(run);
        run.retryDue(id -> copy(id, CallPriority.SYNC));
    }

    private void fill(FailedRecords.Run run) {
        Map<Long, ModifiedPage.Entry> left = new LinkedHashMap<>();
        Instant newest = null;
        for (ModifiedPage.Entry entry : listAll().reversed()) {
            left.put(entry.id(), entry);
            newest = newest == null ? entry.at() : newest;
        }
        int expected = left.size();
        state.startFill(expected, newest);
        Log.infof("First fill of the catalogue: copying %d items, the newest first", expected);
        Instant logged = Instant.now();
        Instant synced = Instant.now();
        while (!left.isEmpty()) {
            next(left).forEach(entry -> copyIfModified(run, entry));
            if (hasPassed(LOG_INTERVAL, logged)) {
                logged = Instant.now();
                Log.infof("First fill of the catalogue: copied %d of %d items", expected - left.size(), expected);
            }
            if (hasPassed(config.syncInterval(), synced)) {
                synced = Instant.now();
                followChanges(run);
            }
        }
        run.storeFailures();
        state.endFill();
        Log.infof("First fill of the catalogue: finished, %d items", expected);
    }

    private List<ModifiedPage.Entry> listAll() {
        List<ModifiedPage.Entry> all = new ArrayList<>();
        each(null, all::add);
        return all;
    }

    /** Removes and returns the requested items; if there are none, the newest item. */
    private List<ModifiedPage.Entry> next(Map<Long, ModifiedPage.Entry> left) {
        List<ModifiedPage.Entry> requested = state.takePrioritised().stream()
                .map(left::remove)
                .filter(Objects::nonNull)
                .toList();
        return requested.isEmpty()
                ? List.of(Objects.requireNonNull(
                        left.remove(left.keySet().iterator().next())))
                : requested;
    }

    private static boolean hasPassed(Duration time, Instant since) {
        return !since.plus(time).isAfter(Instant.now());
    }

    private void followChanges(FailedRecords.Run run) {
        Instant mark = state.mark();
        var changed = new AtomicInteger();
        each(mark == null ? null : mark.minus(config.overlap()), entry -> {
            if (copyIfModified(run, entry)) {
                changed.incrementAndGet();
            }
            if (run.isStored() && entry.at() != null) {
                state.moveMark(entry.at());
            }
        });
        run.storeFailures();
        if (changed.get() > 0) {
            Log.infof("Copied %d changed items to the catalogue", changed.get());
        }
    }

    void compareAll() {
        if (!state.isFilled()) {
            return; // The first fill compares them, too.
        }
        Set<Long> listed = new HashSet<>();
        FailedRecords.Run run = run();
        each(null, entry -> {
            listed.add(entry.id());
            copyIfModified(run, entry);
        });
        // Each unlisted item is read before it is withdrawn: an incomplete list must not empty the catalogue.
        writer.ids().stream()
                .filter(id -> !listed.contains(id) && !run.contains(id))
                .forEach(id -> run.process(id, null, () -> copy(id, CallPriority.SYNC)));
        run.storeFailures();
    }

    private FailedRecords.Run run() {
        return failedRecords.run(FailedRecords.Kind.ITEM, others -> {
            Long another = writer.randomOtherThan(others);
            if (another != null) {
                background.call(() -> articles.item(another, CallPriority.SYNC));
            }
        });
    }

    /** Copies a listed item if its modification date is new. Returns whether the item has changed. */
    private boolean copyIfModified(FailedRecords.Run run, ModifiedPage.Entry entry) {
        return isModified(entry)
                && !run.contains(entry.id(), entry.at())
                && run.process(entry.id(), entry.at(), () -> copy(entry.id(), CallPriority.SYNC))
                        .orElse(false);
    }

    private void each(@Nullable Instant since, Consumer<ModifiedPage.Entry> work) {
        ModifiedPage.each(
                (from, page, cursor) ->
                        background.call(() -> articles.modified(institution, from, page, cursor, CallPriority.SYNC)),
                since,
                work);
    }

    private boolean isModified(ModifiedPage.Entry entry) {
        Instant known = writer.modified(entry.id());
        return known == null || entry.at() == null || !known.equals(entry.at());
    }

    /**
     * Copies an item at once, after a change by this service, and drops this replica's cached answers about it before it
     * returns: the notification of PostgreSQL may arrive after the caller's next request. Returns whether the item is
     * public. Blocks.
     */
    public boolean syncNow(long id) {
        try {
            copy(id, CallPriority.READ);
            changed.fire(new ItemChanged(id));
            failedRecords.remove(FailedRecords.Kind.ITEM, id);
            return writer.modified(id) != null;
        } catch (FigshareFailure failed) {
            if (!failed.mayConcernOneRecord()) {
                throw failed;
            }
            failedRecords.add(FailedRecords.Kind.ITEM, id, null, failed.kind().text());
            return false;
        }
    }

    /** Copies the item, or marks it as withdrawn if Figshare answers 404. Returns whether it has changed. */
    private boolean copy(long id, CallPriority priority) {
        try {
            Item item = background.call(() -> articles.item(id, priority));
            Integer version = item.version();
            List<Integer> versions = version != null && version == 1
                    ? List.of(1)
                    : background.call(() -> articles.versions(id, priority));
            return writer.store(item, versions);
        } catch (Problem absent) {
            if (absent.type().status() != 404) {
                throw absent;
            }
            return writer.withdraw(id);
        }
    }
}
