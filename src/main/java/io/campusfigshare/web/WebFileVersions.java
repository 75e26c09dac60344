package io.campusfigshare.web;

import io.campusfigshare.catalogue.database.Database;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps in the database the files of each version of the service. A page that checks the integrity of its script works
 * after an update, and during the update a page of one replica finds its files at the others.
 */
@Singleton
class WebFileVersions {

    private static final String KEEP = "insert into web_file (path, body) values ($1, $2) on conflict do nothing";
    private static final String FIND = "select body from web_file where path = $1";

    private final Database database;
    private final AtomicBoolean kept = new AtomicBoolean();

    WebFileVersions(Database database) {
        this.database = database;
    }

    /** Keeps the files of this version, once. Waits for nothing: after a failure, the next call tries again. */
    void keep() {
        if (!database.inUse() || !kept.compareAndSet(false, true)) {
            return;
        }
        List<Uni<RowSet<Row>>> inserts = Arrays.stream(WebFile.values())
                .map(file -> database.query(
                        KEEP, Tuple.of(file.pathWithDigest(), file.content().plain())))
                .toList();
        Uni.join().all(inserts).andFailFast().subscribe().with(done -> {}, later -> {
            kept.set(false);
            Log.debugf("The files of pages are kept later: %s", later.getMessage());
        });
    }

    /** Returns the file that a version had under this name with a digest, if one was kept. */
    Uni<Optional<WebFile.Content>> find(String path) {
        return database.inUse()
                ? database.query(FIND, Tuple.of(path)).map(WebFileVersions::content)
                : Uni.createFrom().item(Optional.empty());
    }

    private static Optional<WebFile.Content> content(RowSet<Row> found) {
        for (Row row : found) {
            return Optional.of(WebFile.Content.of(row.getBuffer("body").getBytes()));
        }
        return Optional.empty();
    }
}
