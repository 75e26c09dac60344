package io.campusfigshare.catalogue;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.figshare.AdministratorToken;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.Lane;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Follows Figshare. Every interval one replica asks for what was modified since the mark, in ascending order, so that the
 * first fill is nothing special: stopped anywhere, it goes on from the mark. Every night all ids are listed, because
 * Figshare does not tell what it withdraws.
 */
@Singleton
class Sync {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TRIES = 10;
    private static final int ACCOUNTS = 1_000;
    private static final int LAST_PAGE = 9;

    private final Catalogue catalogue;
    private final Store store;
    private final Articles articles;
    private final InstitutionClient institutionClient;
    private final FigshareApi figshare;
    private final AdministratorToken token;
    private final CatalogueConfig config;
    private final long institution;
    private volatile boolean stopping;

    Sync(
            Catalogue catalogue,
            Store store,
            Articles articles,
            @RestClient InstitutionClient institutionClient,
            FigshareApi figshare,
            AdministratorToken token,
            CatalogueConfig config,
            CampusConfig campus) {
        this.institutionClient = institutionClient;
        this.figshare = figshare;
        this.token = token;
        this.catalogue = catalogue;
        this.store = store;
        this.articles = articles;
        this.config = config;
        this.institution = campus.institutionId().orElse(0);
    }

    @Scheduled(every = "${campus.catalogue.sync-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void follow() {
        run("The sync", this::catchUp);
    }

    @Scheduled(cron = "${campus.catalogue.reconcile-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void reconcile() {
        run("The reconcile", this::compareAll);
    }

    @Scheduled(every = "${campus.catalogue.departments-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void departments() {
        if (catalogue.inUse() && !token.isThere()) {
            Log.info("No departments: they need the administrator's token (figshare.token or figshare.token-file)");
            return;
        }
        run(
                "The sync of departments",
                () -> store.keep(ask(() -> figshare.read(Lane.SYNC, institutionClient::groups))));
    }

    @Scheduled(every = "${campus.catalogue.people-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void people() {
        if (token.isThere()) {
            run("The sync of people", () -> store.keepPeople(accounts()));
        }
    }

    private List<InstitutionClient.Account> accounts() {
        List<InstitutionClient.Account> all = new ArrayList<>();
        long from = 0;
        int page = 1;
        while (true) {
            long first = from;
            int number = page;
            List<InstitutionClient.Account> some =
                    ask(() -> figshare.read(Lane.SYNC, () -> institutionClient.accounts(first, number, ACCOUNTS)));
            all.addAll(some);
            if (some.size() < ACCOUNTS) {
                return all;
            }
            page++;
            if (page > LAST_PAGE) {
                from = all.stream()
                                .map(InstitutionClient.Account::id)
                                .filter(Objects::nonNull)
                                .mapToLong(id -> id)
                                .max()
                                .orElse(from)
                        + 1;
                page = 1;
            }
        }
    }

    /** The database is closed before the scheduler is. */
    void stop(@Observes ShutdownEvent end) {
        stopping = true;
    }

    private void run(String what, Runnable work) {
        if (!catalogue.inUse() || stopping) {
            return;
        }
        try {
            store.alone(what, work);
        } catch (Problem stopped) {
            // Expected while Figshare or the database is down; the mark says where to go on.
            Log.warnf("%s stopped and goes on next time: %s (%s)", what, stopped.detail(), stopped.getCause());
        }
    }

    private void catchUp() {
        Instant mark = store.mark();
        var changed = new AtomicInteger();
        var broken = new AtomicInteger();
        each(mark == null ? null : mark.minus(config.overlap()), entry -> {
            Optional<Boolean> news = isNews(entry) ? attempt(entry.id()) : Optional.of(false);
            if (news.isEmpty()) {
                // The mark stays, so that this one is asked for in every cycle until it can be read.
                broken.incrementAndGet();
            } else if (news.get()) {
                changed.incrementAndGet();
            }
            if (broken.get() == 0 && entry.modified() != null) {
                store.mark(entry.modified());
            }
        });
        if (broken.get() == 0) {
            store.filled();
        }
        if (changed.get() > 0) {
            Log.infof("The catalogue took over %d changed items", changed.get());
        }
    }

    private void compareAll() {
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

    /** Every entry once, in order: by cursor, by page, or anew from the last one, whatever Figshare takes (FACTS 3.1). */
    private void each(@Nullable Instant since, Consumer<Articles.Listed.Entry> work) {
        Set<Long> seen = new HashSet<>();
        Instant from = since;
        Instant last = since;
        int page = 1;
        String cursor = null;
        while (true) {
            Articles.Listed listed;
            try {
                Instant asked = from;
                int number = page;
                String after = cursor;
                listed = ask(() -> articles.modified(institution, asked, number, after, Lane.SYNC));
            } catch (FigshareFailure refused) {
                Instant again = last == null ? null : last.minusSeconds(1);
                boolean further = again != null && (from == null || again.isAfter(from));
                if (refused.kind() != FigshareFailure.Kind.INVALID || !further) {
                    throw refused;
                }
                from = again;
                page = 1;
                cursor = null;
                continue;
            }
            for (Articles.Listed.Entry entry : listed.entries()) {
                if (seen.add(entry.id())) {
                    work.accept(entry);
                }
                last = entry.modified() == null ? last : entry.modified();
            }
            if (!listed.full()) {
                return;
            }
            page++;
            cursor = listed.cursor();
        }
    }

    private boolean isNews(Articles.Listed.Entry entry) {
        Instant kept = store.modified(entry.id());
        return kept == null || entry.modified() == null || !kept.equals(entry.modified());
    }

    /** Reads the item whole and keeps it, or marks it as withdrawn; whether that is news. */
    private boolean refresh(long id) {
        try {
            Item item = ask(() -> articles.item(id, Lane.SYNC));
            Integer version = item.version();
            List<Integer> versions =
                    version != null && version == 1 ? List.of(1) : ask(() -> articles.versions(id, Lane.SYNC));
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
            return Optional.of(refresh(id));
        } catch (FigshareFailure failed) {
            if (!failed.mayBeOfOneRecord()) {
                throw failed;
            }
            Log.warnf("Item %d cannot be taken over, and is tried again: %s", id, failed.detail());
            return Optional.empty();
        }
    }

    /** The sync has time: what was not even sent, because others come first or Figshare rests, is asked again later. */
    private static <T> T ask(Supplier<Uni<T>> call) {
        for (int tries = 1; ; tries++) {
            try {
                return call.get().await().atMost(PATIENCE);
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
            Thread.sleep(wait);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for a turn", stopping);
        }
    }
}
