package io.campusfigshare.subscription;

import io.campusfigshare.catalogue.database.Database;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The attempts to deliver, in PostgreSQL. All methods block. */
@Singleton
class DeliveryStore {

    /** How long an attempt may take beyond its timeout: to record its outcome, for instance, in a database that stalls. */
    private static final Duration CLAIM_MARGIN = Duration.ofSeconds(30);

    /**
     * With fewer failures since the last success, only the delivery waits that failed. With more, all of the
     * subscription do.
     */
    private static final int PATIENCE = 3;

    private static final Duration MAX_BACKOFF = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 20;

    private static final String DUE = """
            select number from subscription s where suspended is null and (due is null or due <= clock_timestamp())
                and exists (select from delivery d where d.subscription = s.number and d.state = 'pending'
                    and d.due <= clock_timestamp())
            """;

    /** Takes the first due delivery without an earlier one of the same subject that is pending. */
    private static final String CLAIM_NEXT = """
            update delivery d set tries = tries + 1, first = coalesce(first, clock_timestamp()),
                due = clock_timestamp() + $2 * interval '1 millisecond'
            from event e, subscription s
            where e.seq = d.event and s.number = d.subscription and d.id = (
                select p.id from delivery p join subscription o on o.number = p.subscription
                where p.subscription = $1 and p.state = 'pending' and p.due <= clock_timestamp() and o.suspended is null
                    and (o.due is null or o.due <= clock_timestamp())
                    and not exists (select from delivery before where before.subscription = p.subscription
                        and before.subject = p.subject and before.state = 'pending' and before.event < p.event)
                order by p.event limit 1 for update of p skip locked)
            returning d.id, d.subscription, d.tries, s.url, s.client, s.name, s.secret, s.failures,
                case when s.old_until > clock_timestamp() then s.old_secret end as old_secret,
                e.id as message, e.kind, e.subject, e.at, e.data
            """;

    private static final String RECORD_SUCCESS = """
            with done as (
                update delivery set state = 'delivered', ended = clock_timestamp(), status = $3, failure = null
                where id = $1)
            update subscription set failures = 0, failing = null, due = null where number = $2 and failures > 0
            """;

    private static final String RECORD_FAILURE = """
            with again as (
                update delivery set status = $3, failure = $4, due = clock_timestamp() + $5 * interval '1 millisecond',
                    state = case when first < clock_timestamp() - $7 * interval '1 millisecond' then 'failed' else state end,
                    ended = case when first < clock_timestamp() - $7 * interval '1 millisecond' then clock_timestamp() end
                where id = $1 and state = 'pending' returning id),
            late as (
                select $8 or failing < clock_timestamp() - $7 * interval '1 millisecond' as ends
                from subscription where number = $2)
            update subscription set failures = failures + 1, failing = coalesce(failing, clock_timestamp()),
                due = clock_timestamp() + $6 * interval '1 millisecond',
                suspended = case when ends then clock_timestamp() end, reason = case when ends then $4 end
            from late, again where number = $2 and suspended is null
            returning client, name, reason, suspended
            """;

    private final Database database;
    private final WebhookConfig config;

    DeliveryStore(Database database, WebhookConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * A delivery that this replica tries now.
     *
     * @param tries    of this delivery, with this one
     * @param failures of the subscription since its last success
     * @param secrets  those that sign, the current one first; encrypted
     * @param owner    whom they belong to
     * @param message  the id of the event, the same at each attempt
     * @param data     the event's data, as JSON
     */
    record Attempt(
            UUID id,
            long subscription,
            int tries,
            int failures,
            String url,
            List<byte[]> secrets,
            String owner,
            String message,
            String kind,
            String subject,
            Instant at,
            String data) {}

    /**
     * What came of an attempt.
     *
     * @param failure why it failed; null if it did not
     * @param gone    whether the receiver wants no more
     */
    record Outcome(
            boolean delivered,
            @Nullable Integer status,
            @Nullable String failure,
            boolean gone) {
        static Outcome delivered(int status) {
            return new Outcome(true, status, null, false);
        }

        static Outcome failed(String why) {
            return new Outcome(false, null, why, false);
        }
    }

    /** Returns the numbers of the subscriptions that something is due for. */
    List<Long> due() {
        return database.run(DUE, Tuple.tuple()).stream()
                .map(row -> row.getLong("number"))
                .toList();
    }

    /** Takes the next delivery of the subscription that is due. */
    Optional<Attempt> claim(long subscription) {
        return database
                .run(
                        CLAIM_NEXT,
                        Tuple.of(
                                subscription,
                                config.timeout().plus(CLAIM_MARGIN).toMillis()))
                .stream()
                .findFirst()
                .map(DeliveryStore::attempt);
    }

    private static Attempt attempt(Row row) {
        List<byte[]> secrets = new ArrayList<>();
        secrets.add(row.getBuffer("secret").getBytes());
        if (row.getBuffer("old_secret") != null) {
            secrets.add(row.getBuffer("old_secret").getBytes());
        }
        return new Attempt(
                row.getUUID("id"),
                row.getLong("subscription"),
                row.getInteger("tries"),
                row.getInteger("failures"),
                row.getString("url"),
                secrets,
                SubscriptionStore.owner(row.getString("client"), row.getString("name")),
                row.getUUID("message").toString(),
                row.getString("kind"),
                row.getString("subject"),
                Objects.requireNonNull(Database.instant(row, "at")),
                row.getString("data"));
    }

    void record(Attempt attempt, Outcome outcome) {
        Tuple values = Tuple.tuple()
                .addUUID(attempt.id())
                .addLong(attempt.subscription())
                .addInteger(outcome.status());
        if (outcome.delivered()) {
            database.run(RECORD_SUCCESS, values);
            return;
        }
        values.addString(outcome.failure())
                .addLong(backoff(attempt.tries()))
                .addLong(attempt.failures() + 1 < PATIENCE ? 0 : backoff(attempt.failures() + 2 - PATIENCE))
                .addLong(config.giveUpAfter().toMillis())
                .addBoolean(outcome.gone());
        for (Row row : database.run(RECORD_FAILURE, values)) {
            if (row.getOffsetDateTime("suspended") != null) {
                warn(row);
            }
        }
    }

    /** Returns the milliseconds to wait after so many failures, with a jitter of a tenth. */
    private long backoff(int failures) {
        long wait =
                Math.min(MAX_BACKOFF.toMillis(), config.backoff().toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait - ThreadLocalRandom.current().nextLong(wait / 10 + 1);
    }

    static void warn(Row suspended) {
        Log.warnf(
                "Subscription %s of %s is suspended: %s",
                suspended.getString("name"), suspended.getString("client"), suspended.getString("reason"));
    }
}
