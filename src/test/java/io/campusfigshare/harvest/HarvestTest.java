package io.campusfigshare.harvest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.campusfigshare.EmbeddedDatabase;
import io.campusfigshare.SandboxControl;
import io.campusfigshare.SandboxedService;
import io.campusfigshare.catalogue.sync.Syncs;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.core.ConditionFactory;

/** Base of the tests of harvesting: the sandbox's university with a domain of its own, in a catalogue of its own. */
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(
        value = SandboxedService.class,
        initArgs = {
            @ResourceArg(name = "campus.institution-id", value = "42"),
            @ResourceArg(name = "campus.name", value = "Westmark & Co."),
            @ResourceArg(name = "campus.base-url", value = "https://data.westmark.example"),
            @ResourceArg(name = "campus.institution-slug", value = ""),
            @ResourceArg(name = "campus.scope", value = "institution"),
            @ResourceArg(name = "campus.doors", value = "public"),
            @ResourceArg(name = "campus.catalogue.sync-interval", value = "1d")
        })
public abstract class HarvestTest {

    /** The first id of items that exist only in the database. */
    private static final long COPIES = 70_000_000;

    protected SandboxControl sandbox;

    @Inject
    protected Pool database;

    @Inject
    protected Syncs syncs;

    protected static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    protected static Response get(String path) {
        return given().urlEncodingEnabled(false).get(path);
    }

    /** Waits until the university's items can be harvested. */
    protected void fillCatalogue() {
        syncs.started();
    }

    /** Publishes a new item and waits until it can be harvested. */
    protected long publishAndSync(String mergeJson) {
        long id = sandbox.publish(mergeJson);
        syncs.items();
        waitForNextSecond();
        return id;
    }

    /**
     * Waits for the next second: datestamps are in seconds, and changes of the current second are not listed before its
     * end.
     */
    protected static void waitForNextSecond() {
        Instant next = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        soon().until(() -> Instant.now().isAfter(next));
    }

    /** Adds copies of an item with one or two files; see {@link #copies(int, long)}. */
    protected void copies(int count) {
        copies(count, 2000001);
    }

    /** Adds copies of an item to the database as the sync writes them; {@link #removeCopies} removes them. */
    protected void copies(int count, long model) {
        String ids = "generate_series(%d, %d)".formatted(COPIES, COPIES + count - 1);
        changing("insert into item select c.id, replace(i.body, '\"id\":" + model
                + ",', '\"id\":' || c.id || ','), i.digest,"
                + " i.versions, 'Copy ' || c.id, i.doi, i.type, i.license, i.access, i.department, i.orcids, i.people,"
                + " i.keywords, i.categories, i.funders, i.embargo, i.opens, i.missing, i.created, i.modified,"
                + " i.published, i.place, i.search, i.authors, null from item i, " + ids
                + " c (id) where i.id = " + model + "; insert into change (item, kind) select id, 'created' from " + ids
                + " c (id)");
        waitForNextSecond();
    }

    protected void change(long copy) {
        changing("update item set title = title || '!' where id = %1$d;".formatted(COPIES + copy)
                + "insert into change (item, kind) values (%d, 'updated')".formatted(COPIES + copy));
    }

    /**
     * Withdraws an item in Figshare and in the catalogue together, so that the sync does not find only one of the two.
     */
    protected void withdraw(long id) {
        sandbox.withdraw(id);
        withdrawn(id);
    }

    protected void withdrawCopy(long copy) {
        withdrawn(COPIES + copy);
    }

    private void withdrawn(long id) {
        changing("with gone as (update item set body = null, digest = null, withdrawn = clock_timestamp() where id = "
                + id
                + " and withdrawn is null returning id)"
                + " insert into change (item, kind) select id, 'withdrawn' from gone");
    }

    /** Removes all copies and their traces. */
    protected void removeCopies() {
        changing("delete from harvest where item >= %1$d and item < %1$d + 1000000;".formatted(COPIES)
                + "delete from change where item >= %1$d and item < %1$d + 1000000;".formatted(COPIES)
                + "delete from item where id >= %1$d and id < %1$d + 1000000".formatted(COPIES));
    }

    /** Runs in one transaction, with the lock of transactions that write changes. */
    private void changing(String sql) {
        database.withTransaction(connection -> connection
                        .query("select pg_advisory_xact_lock(7379543208042168321)")
                        .execute()
                        .chain(locked -> connection.query(sql).execute()))
                .await()
                .atMost(Duration.ofMinutes(2));
    }
}
