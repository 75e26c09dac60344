package io.campusfigshare.change;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.ChangeLog;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Reads the changes of the catalogue in the order of their commits. */
@Singleton
class Changes {

    private final Catalogue catalogue;
    private final ChangeLog log;
    private final String base;
    private final AtomicReference<CompletableFuture<Boolean>> nextChange =
            new AtomicReference<>(new CompletableFuture<>());

    Changes(Catalogue catalogue, ChangeLog log, CampusConfig campus) {
        this.catalogue = catalogue;
        this.log = log;
        this.base = CampusConfig.base(campus);
    }

    void changed(@Observes ItemChanged change) {
        nextChange.getAndSet(new CompletableFuture<>()).complete(true);
    }

    /** Returns the changes after the cursor. If there is none, waits for at most {@code wait} until there is one. */
    Uni<ChangePage> after(long cursor, int size, Duration wait) {
        // Taken before the query, so that a change after the query is not missed.
        CompletableFuture<Boolean> next = nextChange.get();
        Context context = Objects.requireNonNull(Vertx.currentContext(), "a request has a context");
        return page(cursor, size)
                .chain(page -> !page.items().isEmpty() || wait.isZero()
                        ? Uni.createFrom().item(page)
                        : Uni.createFrom()
                                .completionStage(next::copy)
                                .ifNoItem()
                                .after(wait)
                                .recoverWithItem(false)
                                .emitOn(command -> context.runOnContext(run -> command.run()))
                                .chain(changed -> page(cursor, size)));
    }

    private Uni<ChangePage> page(long cursor, int size) {
        return catalogue.withFillProgress(filling -> log.after(cursor, size).map(changes -> {
            List<ChangePage.Change> items = changes.stream()
                    .map(change -> new ChangePage.Change(
                            Long.toString(change.cursor()),
                            change.item(),
                            change.kind(),
                            change.at(),
                            change.title(),
                            change.doi(),
                            base + "/v1/items/" + change.item()))
                    .toList();
            return new ChangePage(
                    items,
                    items.isEmpty() ? Long.toString(cursor) : items.getLast().cursor(),
                    filling);
        }));
    }
}
