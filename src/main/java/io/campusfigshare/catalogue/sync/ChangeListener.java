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
 * Receives changes by all replicas with PostgreSQL's LISTEN, on its own connection, and fires {@link ItemChanged}.
 * After every connect, it fires a change of all items, because notifications may have been missed.
 */
@Singleton
class ChangeListener {

    private static final long RECONNECT_MILLIS = 500;
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
                            unreachable -> vertx.setTimer(RECONNECT_MILLIS, timer -> listen()));
        }
    }

    private void listen(PgConnection connection) {
        // Detects a connection that was lost without being closed.
        long pings = vertx.setPeriodic(
                PING_MILLIS,
                timer -> connection
                        .query("select 1")
                        .execute()
                        .timeout(PING_MILLIS, TimeUnit.MILLISECONDS)
                        .onFailure(failed -> connection.close()));
        connection.closeHandler(closed -> {
            vertx.cancelTimer(pings);
            vertx.setTimer(RECONNECT_MILLIS, timer -> listen());
        });
        connection.notificationHandler(notification -> changed.fire(
                new ItemChanged(notification.getPayload().isEmpty() ? null : Long.valueOf(notification.getPayload()))));
        connection
                .query("listen item")
                .execute()
                .onSuccess(listening -> changed.fire(new ItemChanged(null)))
                .onFailure(refused -> connection.close());
    }
}
