package io.campusfigshare.usage;

import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.figshare.guard.CallPriority;
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
class UsageSnapshot {

    static final String JOB = "usage";

    private static final int AT_ONCE = 100;

    /** Not counted in this round, without what is set aside and not yet to be tried again. */
    private static final String DUE = """
            from item join usage on usage.kind = 'item' and subject = item.id
                cross join (select mark from sync where name = 'usage') round
                left join set_aside on set_aside.kind = 'usage' and set_aside.id = item.id
            where withdrawn is null and (counted is null or counted < mark)
                and (set_aside.id is null
            """;

    private static final String NEXT =
            "with due as materialized (select row_number() over (order by set_aside.id is not null, counted is null desc,"
                    + " item.modified > counted desc, views desc, item.modified desc, item.id) as n, item.id " + DUE
                    + """
                or due <= clock_timestamp()) order by n limit $1)
            select id, body::json ->> 'landingPage' as page from due join item using (id) order by n
            """;

    /** What is withdrawn, or was counted for a caller meanwhile. */
    private static final String FORGET = """
            delete from set_aside where kind = 'usage' and not exists (
                select from item join usage on usage.kind = 'item' and subject = item.id
                    cross join (select mark from sync where name = 'usage') round
                where item.id = set_aside.id and withdrawn is null and (counted is null or counted < mark))
            """;

    private static final String ANOTHER = """
            select id, body::json ->> 'landingPage' as page from item where id = (
                select item.id from item join usage on usage.kind = 'item' and subject = item.id
                where withdrawn is null and counted is not null and item.id <> all ($1)
                    and item.id not in (select id from set_aside where kind = 'usage')
                order by random() limit 1)
            """;

    private static final String BEGIN =
            "update sync set mark = clock_timestamp() where name = 'usage' and not exists (select " + DUE + "))";

    private final BackgroundJobs background;
    private final Database database;
    private final UsageTargets targets;
    private final UsageCache figures;
    private final FailedRecords failedRecords;

    UsageSnapshot(
            BackgroundJobs background,
            Database database,
            UsageTargets targets,
            UsageCache figures,
            FailedRecords failedRecords) {
        this.background = background;
        this.database = database;
        this.targets = targets;
        this.figures = figures;
        this.failedRecords = failedRecords;
    }

    @Scheduled(cron = "${campus.usage.snapshot-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void begin() {
        background.run(JOB, () -> database.run(BEGIN, Tuple.tuple()));
    }

    @Scheduled(every = "${campus.usage.interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void goOn() {
        if (targets.haveAPortal()) {
            background.run(JOB, this::renew);
        }
    }

    void renew() {
        database.run(FORGET, Tuple.tuple());
        int renewed = 0;
        FailedRecords.Run run = failedRecords.run(FailedRecords.Kind.USAGE, this::another);
        for (List<Row> due = due(); !due.isEmpty(); due = due()) {
            for (Row item : due) {
                long id = item.getLong("id");
                renewed += run.process(id, null, () -> told(item)).isPresent() ? 1 : 0;
            }
            run.storeFailures();
        }
        if (renewed > 0) {
            Log.infof("The figures of %d items are new", renewed);
        }
    }

    private List<Row> due() {
        return database.run(NEXT, Tuple.of(AT_ONCE)).stream().toList();
    }

    private Usage told(Row item) {
        return background.call(
                () -> figures.told(targets.item(item.getLong("id"), item.getString("page")), CallPriority.SYNC));
    }

    /** Asks Stats for an item that they have counted before. */
    private void another(Long[] than) {
        database.run(ANOTHER, Tuple.of(than)).forEach(this::told);
    }
}
