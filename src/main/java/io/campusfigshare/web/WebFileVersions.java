package io.campusfigshare.web;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.DatabaseFailure;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps in the database the files of each version of the service. A page that checks the integrity of its script works
 * after an update, and during the update a page of one replica finds its files at the others.
 */
@Singleton
class WebFileVersions {

    private static final String KEEP = "insert into web_file (path, body) values ($1, $2) on conflict do nothing";
    private static final String FIND = "select body from web_file where path = $1";

    private final Database database;
    private volatile boolean kept;

    WebFileVersions(Database database) {
        this.database = database;
    }

    /** Keeps the files of this version, once. Without the database, the next call tries again. Blocks. */
    void keep() {
        if (kept || !database.inUse()) {
            return;
        }
        try {
            Arrays.stream(WebFile.values())
                    .forEach(file -> database.run(
                            KEEP, Tuple.of(file.pathWithDigest(), file.content().plain())));
            kept = true;
        } catch (DatabaseFailure later) {
            Log.debugf("The files of pages are kept later: %s", later.detail());
        }
    }

    /** Returns the file that a version had under this name with a digest, if one was kept. Blocks. */
    Optional<WebFile.Content> find(String path) {
        if (!database.inUse()) {
            return Optional.empty();
        }
        for (Row row : database.run(FIND, Tuple.of(path))) {
            return Optional.of(WebFile.Content.of(row.getBuffer("body").getBytes()));
        }
        return Optional.empty();
    }
}
