package io.campusfigshare.figshare.guard;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The slots that all replicas share, stored in PostgreSQL and timed by its clock. Each replica holds at most one unused
 * slot. The sync only claims a slot that is free now, so that none is reserved for it while a more urgent call waits at
 * another replica.
 */
public final class SharedPace implements Pace.SlotSource {

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);

    /** Makes up for the same delay of timers as {@link LocalPace}. */
    private static final String CLAIM = """
            insert into pace as p (host, next) values ($1, clock_timestamp() + $2 * interval '1 microsecond')
            on conflict (host) do update set
                next = greatest(p.next, clock_timestamp() - interval '2 milliseconds') + $2 * interval '1 microsecond'
            returning true as claimed,
                extract(epoch from next - $2 * interval '1 microsecond' - clock_timestamp())::float8 as seconds
            """;

    private static final String CLAIM_IF_FREE = """
            with taken as (
                insert into pace as p (host, next) values ($1, clock_timestamp() + $2 * interval '1 microsecond')
                on conflict (host) do update set
                    next = greatest(p.next, clock_timestamp() - interval '2 milliseconds') + $2 * interval '1 microsecond'
                    where p.next <= clock_timestamp()
                returning 0::float8 as seconds)
            select exists (select from taken) as claimed,
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

    /** @param perSecond calls per second of all replicas together, above 0 */
    public SharedPace(Pool database, double perSecond) {
        this.database = database;
        this.micros = TimeUnit.NANOSECONDS.toMicros(Pace.interval(perSecond));
    }

    @Override
    public Uni<Pace.Slot> claim(boolean onlyIfFree) {
        return database.preparedQuery(onlyIfFree ? CLAIM_IF_FREE : CLAIM)
                .execute(Tuple.of(HOST, micros))
                .ifNoItem()
                .after(QUERY_TIMEOUT)
                .fail()
                .map(rows -> slot(rows.iterator().next()));
    }

    @Override
    public void pause(Duration wait) {
        database.preparedQuery(PAUSE)
                .execute(Tuple.of(HOST, TimeUnit.NANOSECONDS.toMicros(wait.toNanos())))
                .subscribe()
                .with(
                        stored -> {},
                        failure -> Log.warn(
                                "The pause that Figshare requests could not be stored for the other replicas",
                                failure));
    }

    private static Pace.Slot slot(Row row) {
        Double seconds = row.getDouble("seconds");
        long nanos = seconds == null ? 0 : (long) (seconds * 1_000_000_000);
        return new Pace.Slot(row.getBoolean("claimed"), Math.max(0, nanos));
    }
}
