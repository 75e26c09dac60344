package io.campusfigshare.usage;

import io.campusfigshare.catalogue.database.BackgroundJobs;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.FailedRecords;
import io.campusfigshare.catalogue.item.Usage;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.usage.stats.UsageCache;
import io.campusfigshare.usage.stats.UsagePortal;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Reads the usage of all items from Figshare every night, with three calls an item and within the pace: new items
 * first, then changed items, then in descending order of usage. The database knows which items are due, so that any
 * replica continues where another stopped. A round that takes longer than a day is completed before the next one
 * begins.
 */
@Singleton
class UsageSnapshot {

    static final String JOB = "usage";

    private static final int BATCH_SIZE = 100;

    /** Items that were not counted in this round, except failed items that are not yet to be retried. */
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

    /** Removes failed records of items that were withdrawn, or counted for a request meanwhile. */
    private static final String REMOVE_OBSOLETE = """
            delete from set_aside where kind = 'usage' and not exists (
                select from item join usage on usage.kind = 'item' and subject = item.id
                    cross join (select mark from sync where name = 'usage') round
                where item.id = set_aside.id and withdrawn is null and (counted is null or counted < mark))
            """;

    private static final String RANDOM_COUNTED = """
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
    private final UsagePortal portal;
    private final UsageCache cache;
    private final FailedRecords failedRecords;

    UsageSnapshot(
            BackgroundJobs background,
            Database database,
            UsageTargets targets,
            UsagePortal portal,
            UsageCache cache,
            FailedRecords failedRecords) {
        this.background = background;
        this.database = database;
        this.targets = targets;
        this.portal = portal;
        this.cache = cache;
        this.failedRecords = failedRecords;
    }

    @Scheduled(cron = "${campus.usage.snapshot-cron}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void begin() {
        background.run(JOB, () -> database.run(BEGIN, Tuple.tuple()));
    }

    @Scheduled(every = "${campus.usage.interval}", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void runDue() {
        if (portal.isConfigured()) {
            background.run(JOB, this::readDue);
        }
    }

    void readDue() {
        database.run(REMOVE_OBSOLETE, Tuple.tuple());
        int updated = 0;
        FailedRecords.Run run = failedRecords.run(FailedRecords.Kind.USAGE, this::readAnother);
        for (List<Row> due = due(); !due.isEmpty(); due = due()) {
            for (Row item : due) {
                long id = item.getLong("id");
                updated += run.process(id, null, () -> read(item)).isPresent() ? 1 : 0;
            }
            run.storeFailures();
        }
        if (updated > 0) {
            Log.infof("Updated the usage of %d items", updated);
        }
    }

    private List<Row> due() {
        return database.run(NEXT, Tuple.of(BATCH_SIZE)).stream().toList();
    }

    private Usage read(Row item) {
        return background.call(
                () -> cache.readTotals(targets.item(item.getLong("id"), item.getString("page")), CallPriority.SYNC));
    }

    /** Reads an item that Stats counted before, to tell a failure of one item from a failure of Stats. */
    private void readAnother(Long[] except) {
        database.run(RANDOM_COUNTED, Tuple.of(except)).forEach(this::read);
    }
}
