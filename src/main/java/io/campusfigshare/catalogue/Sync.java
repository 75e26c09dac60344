package io.campusfigshare.catalogue;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.Lane;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows Figshare's items. Every interval one replica asks for what was modified since the mark, in ascending order, so
 * that the first fill is nothing special: stopped anywhere, it goes on from the mark. Every night all ids are listed,
 * because Figshare does not tell what it withdraws.
 */
@Singleton
public class Sync {

    /** Every replica wakes for the reconcile, give or take what their clocks differ; one does it. */
    private static final Duration AT_ONCE = Duration.ofMinutes(5);

    private static final int TOLD_EVERY = 500;

    private final Background background;
    private final Store store;
    private final Articles articles;
    private final CatalogueConfig config;
    private final long institution;

    Sync(Background background, Store store, Articles articles, CatalogueConfig config, CampusConfig campus) {
        this.background = background;
        this.store = store;
        this.articles = articles;
        this.config = config;
        this.institution = campus.institutionId().orElse(0);
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void follow() {
        background.every(config.syncInterval(), Store.ITEMS, this::catchUp);
    }

    @Scheduled(cron = "${campus.catalogue.reconcile-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void reconcile() {
        background.every(AT_ONCE, "withdrawals", this::compareAll);
    }

    void catchUp() {
        Instant mark = store.mark();
        boolean first = !store.filled();
        var read = new AtomicInteger();
        var changed = new AtomicInteger();
        var broken = new AtomicInteger();
        if (first) {
            Log.infof("The catalogue is being filled, from %s on", mark == null ? "the first item" : mark);
        }
        each(mark == null ? null : mark.minus(config.overlap()), entry -> {
            Optional<Boolean> news = isNews(entry) ? attempt(entry.id()) : Optional.of(false);
            if (news.isEmpty()) {
                // The mark stays, so that this one is asked for in every cycle until it can be read.
                broken.incrementAndGet();
            } else if (news.get()) {
                changed.incrementAndGet();
            }
            if (broken.get() == 0 && entry.at() != null) {
                store.mark(entry.at());
            }
            if (first && read.incrementAndGet() % TOLD_EVERY == 0) {
                Log.infof("%d items so far, those modified until %s", read.get(), entry.at());
            }
        });
        if (broken.get() == 0) {
            store.fill();
        }
        if (changed.get() > 0) {
            Log.infof("The catalogue took over %d changed items", changed.get());
        }
    }

    void compareAll() {
        Set<Long> there = new HashSet<>();
        each(null, entry -> {
            there.add(entry.id());
            if (isNews(entry)) {
                attempt(entry.id());
            }
        });
        // Each is asked for once more: a list that was cut short must not empty the catalogue.
        store.ids().stream().filter(id -> !there.contains(id)).forEach(this::attempt);
    }

    private void each(@Nullable Instant since, Consumer<Entries.Entry> work) {
        Entries.each(
                (from, page, cursor) ->
                        background.ask(() -> articles.modified(institution, from, page, cursor, Lane.SYNC)),
                since,
                work);
    }

    private boolean isNews(Entries.Entry entry) {
        Instant kept = store.modified(entry.id());
        return kept == null || entry.at() == null || !kept.equals(entry.at());
    }

    /** Takes over what has just been changed, at once; whether it is public. For code that may block. */
    public boolean renew(long id) {
        try {
            refresh(id, Lane.READ);
            return store.modified(id) != null;
        } catch (FigshareFailure failed) {
            if (!failed.mayBeOfOneRecord()) {
                throw failed;
            }
            Log.warnf("Item %d cannot be taken over now: %s", id, failed.detail());
            return false;
        }
    }

    /** Reads the item whole and keeps it, or marks it as withdrawn; whether that is news. */
    private boolean refresh(long id, Lane lane) {
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

    /** The same, but empty for an item that Figshare cannot give: it holds up no other. */
    private Optional<Boolean> attempt(long id) {
        try {
            return Optional.of(refresh(id, Lane.SYNC));
        } catch (FigshareFailure failed) {
            if (!failed.mayBeOfOneRecord()) {
                throw failed;
            }
            Log.warnf("Item %d cannot be taken over, and is tried again: %s", id, failed.detail());
            return Optional.empty();
        }
    }
}
