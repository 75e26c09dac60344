package io.campusfigshare.catalogue.sync;

import io.campusfigshare.catalogue.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Hears of changes in all replicas by PostgreSQL's LISTEN, on a connection of its own. Whenever that begins anew, anything
 * may have been missed, and everybody is told so.
 */
@Singleton
class ChangeListener {

    private static final long AGAIN_MILLIS = 500;
    private static final long PING_MILLIS = 5_000;

    private final Database database;
    private final Event<ItemChanged> changed;
    private final Vertx vertx;
    private volatile boolean stopped;

    ChangeListener(Database database, Event<ItemChanged> changed, Vertx vertx) {
        this.database = database;
        this.changed = changed;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent start) {
        if (database.inUse()) {
            listen();
        }
    }

    void stop(@Observes ShutdownEvent end) {
        stopped = true;
    }

    private void listen() {
        if (!stopped) {
            database.pool()
                    .getConnection()
                    .subscribe()
                    .with(
                            connection -> listen((PgConnection) connection.getDelegate()),
                            unreachable -> vertx.setTimer(AGAIN_MILLIS, timer -> listen()));
        }
    }

    private void listen(PgConnection connection) {
        // One that was lost without a word would never tell.
        long pings = vertx.setPeriodic(
                PING_MILLIS,
                timer -> connection
                        .query("select 1")
                        .execute()
                        .timeout(PING_MILLIS, TimeUnit.MILLISECONDS)
                        .onFailure(silent -> connection.close()));
        connection.closeHandler(closed -> {
            vertx.cancelTimer(pings);
            vertx.setTimer(AGAIN_MILLIS, timer -> listen());
        });
        connection.notificationHandler(notice -> changed.fire(
                new ItemChanged(notice.getPayload().isEmpty() ? null : Long.valueOf(notice.getPayload()))));
        connection
                .query("listen item")
                .execute()
                .onSuccess(listening -> changed.fire(new ItemChanged(null)))
                .onFailure(refused -> connection.close());
    }
}
