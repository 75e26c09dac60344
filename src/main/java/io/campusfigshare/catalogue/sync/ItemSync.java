package io.campusfigshare.catalogue.sync;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.CatalogueConfig;
import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.catalogue.item.Articles;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ModifiedPage;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
 * Follows Figshare's items. The first fill takes the newest first, and before them what somebody asks for; stopped anywhere,
 * it goes on with what is not here. Then, and at every interval while it lasts, one replica asks for what was modified since
 * the mark, in ascending order. What Figshare cannot give is set aside, and the mark moves past it. Every night all ids are
 * listed, because Figshare does not tell what it withdraws.
 */
@Singleton
public class ItemSync {

    /** Every replica wakes for the reconcile, give or take what their clocks differ; one does it. */
    private static final Duration AT_ONCE = Duration.ofMinutes(5);

    private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

    private final BackgroundJobs background;
    private final CatalogueWriter store;
    private final FailedRecords setAside;
    private final Articles articles;
    private final CatalogueConfig config;
    private final long institution;

    ItemSync(
            BackgroundJobs background,
            CatalogueWriter store,
            FailedRecords setAside,
            Articles articles,
            CatalogueConfig config,
            CampusConfig campus) {
        this.background = background;
        this.store = store;
        this.setAside = setAside;
        this.articles = articles;
        this.config = config;
        this.institution = campus.institutionId().orElse(0);
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void follow() {
        background.every(config.syncInterval(), CatalogueWriter.ITEMS, this::catchUp);
    }

    @Scheduled(cron = "${campus.catalogue.reconcile-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void reconcile() {
        background.every(AT_ONCE, "withdrawals", this::compareAll);
    }

    void catchUp() {
        FailedRecords.Run run = run();
        if (!store.filled()) {
            fill(run);
        }
        followChanges(run);
        run.tryDue(id -> refresh(id, CallPriority.SYNC));
    }

    private void fill(FailedRecords.Run run) {
        Map<Long, ModifiedPage.Entry> left = new LinkedHashMap<>();
        Instant newest = null;
        for (ModifiedPage.Entry entry : listed().reversed()) {
            left.put(entry.id(), entry);
            newest = newest == null ? entry.at() : newest;
        }
        int expected = left.size();
        store.begin(expected, newest);
        Log.infof("The catalogue is being filled with %d items, the newest first", expected);
        Instant told = Instant.now();
        Instant followed = Instant.now();
        while (!left.isEmpty()) {
            next(left).forEach(entry -> follow(run, entry));
            if (passed(TOLD_EVERY, told)) {
                told = Instant.now();
                Log.infof("The catalogue is being filled: %d of %d items are here", expected - left.size(), expected);
            }
            if (passed(config.syncInterval(), followed)) {
                followed = Instant.now();
                followChanges(run);
            }
        }
        run.settle();
        store.fill();
        Log.infof("The catalogue is filled: it has all %d items", expected);
    }

    private List<ModifiedPage.Entry> listed() {
        List<ModifiedPage.Entry> all = new ArrayList<>();
        each(null, all::add);
        return all;
    }

    /** Those that somebody has asked for, or else the newest. */
    private List<ModifiedPage.Entry> next(Map<Long, ModifiedPage.Entry> left) {
        List<ModifiedPage.Entry> wanted = store.wanted().stream()
                .map(left::remove)
                .filter(Objects::nonNull)
                .toList();
        return wanted.isEmpty()
                ? List.of(Objects.requireNonNull(
                        left.remove(left.keySet().iterator().next())))
                : wanted;
    }

    private static boolean passed(Duration time, Instant since) {
        return !since.plus(time).isAfter(Instant.now());
    }

    private void followChanges(FailedRecords.Run run) {
        Instant mark = store.mark();
        var changed = new AtomicInteger();
        each(mark == null ? null : mark.minus(config.overlap()), entry -> {
            if (follow(run, entry)) {
                changed.incrementAndGet();
            }
            if (run.isSettled() && entry.at() != null) {
                store.mark(entry.at());
            }
        });
        run.settle();
        if (changed.get() > 0) {
            Log.infof("The catalogue took over %d changed items", changed.get());
        }
    }

    void compareAll() {
        if (!store.filled()) {
            return; // The first fill lists them, too.
        }
        Set<Long> there = new HashSet<>();
        FailedRecords.Run run = run();
        each(null, entry -> {
            there.add(entry.id());
            follow(run, entry);
        });
        // Each is asked for once more: a list that was cut short must not empty the catalogue.
        store.ids().stream()
                .filter(id -> !there.contains(id) && !run.holds(id))
                .forEach(id -> run.attempt(id, null, () -> refresh(id, CallPriority.SYNC)));
        run.settle();
    }

    private FailedRecords.Run run() {
        return setAside.run(FailedRecords.Kind.ITEM, than -> {
            Long another = store.another(than);
            if (another != null) {
                background.ask(() -> articles.item(another, CallPriority.SYNC));
            }
        });
    }

    /** Takes over what is listed if it was modified; whether it had changed. */
    private boolean follow(FailedRecords.Run run, ModifiedPage.Entry entry) {
        return isNews(entry)
                && !run.holds(entry.id(), entry.at())
                && run.attempt(entry.id(), entry.at(), () -> refresh(entry.id(), CallPriority.SYNC))
                        .orElse(false);
    }

    private void each(@Nullable Instant since, Consumer<ModifiedPage.Entry> work) {
        ModifiedPage.each(
                (from, page, cursor) ->
                        background.ask(() -> articles.modified(institution, from, page, cursor, CallPriority.SYNC)),
                since,
                work);
    }

    private boolean isNews(ModifiedPage.Entry entry) {
        Instant kept = store.modified(entry.id());
        return kept == null || entry.at() == null || !kept.equals(entry.at());
    }

    /** Takes over what has just been changed, at once; whether it is public. For code that may block. */
    public boolean renew(long id) {
        try {
            refresh(id, CallPriority.READ);
            setAside.remove(FailedRecords.Kind.ITEM, id);
            return store.modified(id) != null;
        } catch (FigshareFailure failed) {
            if (!failed.mayBeOfOneRecord()) {
                throw failed;
            }
            setAside.add(FailedRecords.Kind.ITEM, id, null, failed.kind().text());
            return false;
        }
    }

    /** Reads the item whole and keeps it, or marks it as withdrawn; whether that is news. */
    private boolean refresh(long id, CallPriority lane) {
        try {
            Item item = background.ask(() -> articles.item(id, lane));
            Integer version = item.version();
            List<Integer> versions =
                    version != null && version == 1 ? List.of(1) : background.ask(() -> articles.versions(id, lane));
            return store.keep(item, versions);
        } catch (Problem absent) {
            if (absent.type().status() != 404) {
                throw absent;
            }
            return store.withdraw(id);
        }
    }
}
