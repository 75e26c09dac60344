package io.campusfigshare.figshare.guard;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The pace of all replicas together, kept in PostgreSQL and by its clock. Each of them holds one slot at most that it has
 * not used yet. The sync takes only what is free, so that no slot is reserved for it while somebody waits elsewhere.
 */
public final class SharedPace implements Pace.Slots {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** The same slack for late timers as within one process. */
    private static final String CLAIM = """
            insert into pace as p (host, next) values ($1, clock_timestamp() + $2 * interval '1 microsecond')
            on conflict (host) do update set
                next = greatest(p.next, clock_timestamp() - interval '2 milliseconds') + $2 * interval '1 microsecond'
            returning true as ours,
                extract(epoch from next - $2 * interval '1 microsecond' - clock_timestamp())::float8 as seconds
            """;

    private static final String CLAIM_IF_FREE = """
            with taken as (
                insert into pace as p (host, next) values ($1, clock_timestamp() + $2 * interval '1 microsecond')
                on conflict (host) do update set
                    next = greatest(p.next, clock_timestamp() - interval '2 milliseconds') + $2 * interval '1 microsecond'
                    where p.next <= clock_timestamp()
                returning 0::float8 as seconds)
            select exists (select from taken) as ours,
                coalesce((select seconds from taken),
                    (select extract(epoch from next - clock_timestamp())::float8 from pace where host = $1)) as seconds
            """;

    private static final String PAUSE = """
            insert into pace as p (host, next) values ($1, clock_timestamp() + $2 * interval '1 microsecond')
            on conflict (host) do update set next = greatest(p.next, excluded.next)
            """;

    private static final String HOST = "api";

    private final Pool database;
    private final long micros;

    public SharedPace(Pool database, double perSecond) {
        this.database = database;
        this.micros = TimeUnit.NANOSECONDS.toMicros(Pace.interval(perSecond));
    }

    @Override
    public Uni<Pace.Slot> claim(boolean patient) {
        return database.preparedQuery(patient ? CLAIM_IF_FREE : CLAIM)
                .execute(Tuple.of(HOST, micros))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> slot(rows.iterator().next()));
    }

    @Override
    public void pause(Duration wait) {
        database.preparedQuery(PAUSE)
                .execute(Tuple.of(HOST, TimeUnit.NANOSECONDS.toMicros(wait.toNanos())))
                .subscribe()
                .with(
                        told -> {},
                        unreachable -> Log.warn(
                                "The other replicas could not be told that Figshare asks for a pause", unreachable));
    }

    private static Pace.Slot slot(Row row) {
        Double seconds = row.getDouble("seconds");
        long nanos = seconds == null ? 0 : (long) (seconds * 1_000_000_000);
        return new Pace.Slot(row.getBoolean("ours"), Math.max(0, nanos));
    }
}
