package io.campusfigshare.usage;

import io.campusfigshare.catalogue.Background;
import io.campusfigshare.catalogue.Database;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.Lane;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Renews the figures of all items every night, at three calls each and within the pace: new ones first, then those that
 * have changed, then by how much they are used. What is due stands in the database, so that any replica goes on where
 * another has stopped. A round that takes longer than a day is finished before the next begins.
 */
@Singleton
class Snapshot {

    static final String JOB = "usage";

    private static final int AT_ONCE = 100;

    /** Due, and not tried in this round, nor, if that failed, within the hour. */
    private static final String DUE = """
            from item join usage on kind = 'item' and subject = id cross join (select mark from sync where name = 'usage') round
            where withdrawn is null and (counted is null or counted < mark) and (tried is null or tried < mark
            """;

    private static final String NEXT =
            "with due as materialized (select row_number() over (order by counted is null desc,"
                    + " modified > counted desc, views desc, modified desc, id) as n, id " + DUE + """
                or tried < clock_timestamp() - interval '1 hour') order by n limit $1)
            select id, body::json ->> 'landingPage' as page from due join item using (id) order by n
            """;

    private static final String BEGIN =
            "update sync set mark = clock_timestamp() where name = 'usage' and not exists (select " + DUE + "))";

    private final Background background;
    private final Database database;
    private final Subjects subjects;
    private final Figures figures;

    Snapshot(Background background, Database database, Subjects subjects, Figures figures) {
        this.background = background;
        this.database = database;
        this.subjects = subjects;
        this.figures = figures;
    }

    @Scheduled(cron = "${campus.usage.snapshot-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void begin() {
        background.run(JOB, () -> database.run(BEGIN, Tuple.tuple()));
    }

    @Scheduled(every = "${campus.usage.interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void goOn() {
        background.run(JOB, this::renew);
    }

    void renew() {
        int renewed = 0;
        for (List<Row> due = due(); !due.isEmpty(); due = due()) {
            for (Row item : due) {
                renewed += renew(item.getLong("id"), subjects.item(item.getLong("id"), item.getString("page"))) ? 1 : 0;
            }
        }
        if (renewed > 0) {
            Log.infof("The figures of %d items are new", renewed);
        }
    }

    private List<Row> due() {
        return database.run(NEXT, Tuple.of(AT_ONCE)).stream().toList();
    }

    /** One that Stats cannot tell of holds up no other. */
    private boolean renew(long id, Subject item) {
        try {
            background.ask(() -> figures.told(item, Lane.SYNC));
            return true;
        } catch (FigshareFailure failed) {
            if (!failed.mayBeOfOneRecord()) {
                throw failed;
            }
            database.run(
                    "update usage set tried = clock_timestamp() where kind = 'item' and subject = $1", Tuple.of(id));
            Log.warnf("The figures of item %d cannot be had now: %s", id, failed.detail());
            return false;
        }
    }
}
