package io.campusfigshare.subscription;

import io.campusfigshare.catalogue.database.Database;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** The events in PostgreSQL, which triggers write (V13_1), and their distribution. All methods block. */
@Singleton
class Outbox {

    private static final int BATCH = 500;

    private static final String SUSPEND_FULL = """
            update subscription s set suspended = clock_timestamp(), reason = 'too many deliveries are waiting'
            where suspended is null and $1 <= (select count(*) from (select from delivery d
                where d.subscription = s.number and d.state = 'pending' limit $1) counted)
            returning client, name, reason
            """;

    /** The event's department and those above it are in {@code up}. */
    private static final String DISTRIBUTE = """
            with recursive fresh as (
                select * from event where not distributed order by seq limit $1 for update skip locked),
            up as (
                select f.seq, d.id, d.parent, d.code from fresh f join department d on d.id = f.department
                union select up.seq, d.id, d.parent, d.code from up join department d on d.id = up.parent),
            made as (
                insert into delivery (subscription, event, subject)
                select s.number, f.seq, f.subject from fresh f join subscription s on f.kind = any (s.events)
                where s.suspended is null
                    and (s.type is null or f.kind = 'deposit.state' or f.type = s.type)
                    and (s.department is null or exists (
                        select from up where up.seq = f.seq and upper(up.code) = upper(s.department)))
                    and (f.kind <> 'deposit.state' or s.reads_all or f.campus = s.reads_self or exists (
                        select from up where up.seq = f.seq and upper(up.code) = any (s.reads_departments)))
                order by f.seq)
            update event set distributed = true from fresh where event.seq = fresh.seq returning event.seq
            """;

    private static final String DELETE_OLD = """
            with old as (delete from delivery where ended < clock_timestamp() - $1 * interval '1 millisecond')
            delete from event where distributed and at < clock_timestamp() - $1 * interval '1 millisecond'
                and not exists (select from delivery where event = seq)
            """;

    private final Database database;
    private final WebhookConfig config;

    Outbox(Database database, WebhookConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Makes the deliveries of all new events. */
    void distribute() {
        if (!database.run("select from event where not distributed limit 1", Tuple.tuple())
                .iterator()
                .hasNext()) {
            return;
        }
        database.run(SUSPEND_FULL, Tuple.of(config.maxPending())).forEach(DeliveryStore::warn);
        while (database.run(DISTRIBUTE, Tuple.of(BATCH)).size() == BATCH) {
            // There may be more.
        }
    }

    /** Deletes deliveries that ended long ago, and events that no delivery is left of. */
    void deleteOld() {
        database.run(DELETE_OLD, Tuple.of(config.kept().toMillis()));
    }
}
