package io.campusfigshare.catalogue;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The institution's items as we keep them: what callers are answered from, without a call to Figshare. */
@Singleton
public class Catalogue {

    private static final ProblemType GONE = new ProblemType("withdrawn", 410, "The item has been withdrawn");

    private final InjectableInstance<Pool> database;
    private final boolean inUse;

    Catalogue(InjectableInstance<Pool> database, CampusConfig campus) {
        this.database = database;
        this.inUse = campus.institutionId().isPresent();
    }

    void check(@Observes StartupEvent start) {
        if (inUse && !database.getHandle().getBean().isActive()) {
            throw new IllegalStateException(
                    "campus.institution-id needs a database for its catalogue: "
                            + "set quarkus.datasource.jdbc.url and quarkus.datasource.reactive.url, or remove the institution.");
        }
    }

    /** Whether an institution is configured; without one every item is read through from Figshare. */
    public boolean inUse() {
        return inUse;
    }

    /**
     * One item as callers get it, as JSON; empty for one that is not the institution's.
     *
     * @return fails with 410 for one that has been withdrawn, and with 503 while the database is out of reach
     */
    public Uni<Optional<String>> item(long id) {
        return database.get()
                .preparedQuery("select body, title, doi, withdrawn from item where id = $1")
                .execute(Tuple.of(id))
                .onFailure()
                .transform(StoreFailure::new)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(body(rows.iterator().next())));
    }

    private static String body(Row row) {
        String body = row.getString("body");
        if (body == null) {
            throw new Problem(
                    GONE,
                    "%s (%s) was withdrawn on %s."
                            .formatted(
                                    row.getString("title"),
                                    row.getString("doi"),
                                    row.getOffsetDateTime("withdrawn").toLocalDate()));
        }
        return body;
    }
}
