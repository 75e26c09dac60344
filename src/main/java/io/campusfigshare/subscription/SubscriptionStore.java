package io.campusfigshare.subscription;

import io.campusfigshare.access.Caller;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.subscription.SecretKeys.Unreadable;
import io.campusfigshare.subscription.Subscription.EventFilter;
import io.quarkus.logging.Log;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions in PostgreSQL. All methods block. Except for {@link #encryptAgain}, they see the subscriptions of
 * one client only.
 */
@Singleton
class SubscriptionStore {

    /** An advisory lock for each client, so that two requests at once cannot exceed the number of subscriptions. */
    private static final int CLIENT_LOCK = 0x66696774;

    private static final String SHOWN = """
            select s.*, (select count(*) from delivery d where d.subscription = s.number and d.state = 'pending') as pending,
                (select failure from delivery d where d.subscription = s.number and d.state = 'pending' and d.failure is not null
                    order by event limit 1) as failure
            from subscription s where client = $1
            """;

    /** Also resumes a suspended subscription. */
    private static final String PUT = """
            insert into subscription (client, name, url, events, department, type, reads_all, reads_self, reads_departments, secret)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
            where exists (select from subscription where client = $1 and name = $2)
                or (select count(*) from subscription where client = $1) < $11
            on conflict (client, name) do update set url = excluded.url, events = excluded.events,
                department = excluded.department, type = excluded.type, reads_all = excluded.reads_all,
                reads_self = excluded.reads_self, reads_departments = excluded.reads_departments,
                suspended = null, reason = null, failures = 0, failing = null, due = null, modified = clock_timestamp()
            returning number, xmax = 0 as created
            """;

    private static final String SEND_NOW = """
            update delivery set first = null, due = clock_timestamp()
            where subscription = $1 and state = 'pending' and failure is not null
            """;

    private static final String ROTATE = """
            update subscription set old_secret = secret, old_until = clock_timestamp() + $4 * interval '1 millisecond',
                secret = $3, modified = clock_timestamp()
            where client = $1 and name = $2 returning old_until
            """;

    private static final String TEST = """
            with made as (
                insert into event (kind, subject, data, distributed)
                select 'subscription.test', name, '{}', true from subscription
                where client = $1 and name = $2 and suspended is null
                returning seq, subject)
            insert into delivery (subscription, event, subject)
            select number, seq, subject from made, subscription where client = $1 and name = $2 returning id
            """;

    private static final String DELIVERIES = """
            select d.*, e.id as message, e.kind, e.at, count(*) over () as total
            from delivery d join event e on e.seq = d.event join subscription s on s.number = d.subscription
            where s.client = $1 and s.name = $2 and ($3::text is null or d.state = $3)
            order by d.event desc limit $4 offset $5
            """;

    private static final String AGAIN = """
            update delivery d set state = 'pending', due = clock_timestamp(), first = null, ended = null
            from subscription s, event e
            where s.number = d.subscription and e.seq = d.event and s.client = $1 and s.name = $2 and d.id = $3
                and s.suspended is null
            returning d.*, e.id as message, e.kind, e.at
            """;

    private final Database database;
    private final SecretKeys keys;
    private final WebhookConfig config;

    SubscriptionStore(Database database, SecretKeys keys, WebhookConfig config) {
        this.database = database;
        this.keys = keys;
        this.config = config;
    }

    /** Returns the owner of a signing secret, to which it is bound. */
    static String owner(String client, String name) {
        return client + '\0' + name;
    }

    List<Subscription> all(String client) {
        return database.run(SHOWN + " order by name", Tuple.of(client)).stream()
                .map(SubscriptionStore::subscription)
                .toList();
    }

    Optional<Subscription> find(String client, String name) {
        return database.run(SHOWN + " and name = $2", Tuple.of(client, name)).stream()
                .findFirst()
                .map(SubscriptionStore::subscription);
    }

    /**
     * Creates or replaces a subscription.
     *
     * @param caller whose permissions to read deposits the subscription gets
     * @param secret encrypted; for a new subscription
     * @return whether it is new; empty if the client has too many
     */
    Optional<Boolean> put(String client, Caller caller, String name, NewSubscription wanted, byte[] secret) {
        EventFilter filter = wanted.filter();
        Caller.Scope readable = caller.readableDeposits();
        Tuple values = Tuple.tuple()
                .addString(client)
                .addString(name)
                .addString(wanted.url())
                .addArrayOfString(Objects.requireNonNull(wanted.events()).stream()
                        .distinct()
                        .toArray(String[]::new))
                .addString(filter == null ? null : filter.department())
                .addString(filter == null ? null : filter.type())
                .addBoolean(readable.everybody())
                .addString(caller.self())
                .addArrayOfString(readable.departments().toArray(String[]::new))
                .addBuffer(Buffer.buffer(secret))
                .addLong((long) config.perClient());
        return database
                .transaction(connection -> connection
                        .preparedQuery("select pg_advisory_xact_lock($1, hashtext($2))")
                        .execute(Tuple.of(CLIENT_LOCK, client))
                        .chain(locked -> connection.preparedQuery(PUT).execute(values))
                        .call(rows -> connection
                                .preparedQuery(SEND_NOW)
                                .execute(Tuple.of(
                                        rows.size() == 0
                                                ? 0L
                                                : rows.iterator().next().getLong("number")))))
                .stream()
                .findFirst()
                .map(row -> row.getBoolean("created"));
    }

    boolean delete(String client, String name) {
        return database.run("delete from subscription where client = $1 and name = $2", Tuple.of(client, name))
                        .rowCount()
                > 0;
    }

    /** Replaces the secret, and keeps the former one for a time. Returns whether there is such a subscription. */
    Optional<Instant> rotate(String client, String name, byte[] secret, Duration kept) {
        return database
                .run(
                        ROTATE,
                        Tuple.of(client, name).addBuffer(Buffer.buffer(secret)).addLong(kept.toMillis()))
                .stream()
                .findFirst()
                .map(row -> Objects.requireNonNull(Database.instant(row, "old_until")));
    }

    /** Encrypts secrets that a former key encrypted with the current key, so that the former can be removed. */
    void encryptAgain() {
        for (Row row :
                database.run("select number, client, name, secret, old_secret from subscription", Tuple.tuple())) {
            Buffer secret = row.getBuffer("secret");
            Buffer old = row.getBuffer("old_secret");
            String owner = owner(row.getString("client"), row.getString("name"));
            try {
                if (keys.isOutdated(secret.getBytes())) {
                    database.run(
                            "update subscription set secret = $2, old_secret = $3 where number = $1 and secret = $4",
                            Tuple.of(row.getLong("number"))
                                    .addBuffer(encryptedAgain(secret, owner))
                                    .addBuffer(old == null ? null : encryptedAgain(old, owner))
                                    .addBuffer(secret));
                }
            } catch (Unreadable lost) {
                Log.warnf("Subscription %s of %s: %s", row.getString("name"), row.getString("client"), lost.why());
            }
        }
    }

    private Buffer encryptedAgain(Buffer secret, String owner) {
        return Buffer.buffer(keys.encrypt(keys.decrypt(secret.getBytes(), owner), owner));
    }

    /** Makes a delivery for a test. Returns empty if the subscription is suspended. */
    Optional<Delivery> test(String client, String name) {
        return database.run(TEST, Tuple.of(client, name)).stream()
                .findFirst()
                .flatMap(row ->
                        deliveries(client, name, null, 1, 1).items().stream().findFirst());
    }

    DeliveryPage deliveries(String client, String name, @Nullable String state, int page, int size) {
        List<Row> rows = database
                .run(
                        DELIVERIES,
                        Tuple.tuple()
                                .addString(client)
                                .addString(name)
                                .addString(state)
                                .addLong((long) size)
                                .addLong((page - 1L) * size))
                .stream()
                .toList();
        return new DeliveryPage(
                rows.stream().map(SubscriptionStore::delivery).toList(),
                rows.isEmpty() ? 0 : rows.getFirst().getLong("total"),
                page,
                size);
    }

    /** Makes a delivery pending again. Returns empty if there is none, or if the subscription is suspended. */
    Optional<Delivery> sendAgain(String client, String name, UUID delivery) {
        return database.run(AGAIN, Tuple.of(client, name, delivery)).stream()
                .findFirst()
                .map(SubscriptionStore::delivery);
    }

    private static Subscription subscription(Row row) {
        String department = row.getString("department");
        String type = row.getString("type");
        boolean suspended = row.getOffsetDateTime("suspended") != null;
        boolean failing = row.getInteger("failures") > 0;
        return new Subscription(
                row.getString("name"),
                row.getString("url"),
                List.of(row.getArrayOfStrings("events")),
                department == null && type == null ? null : new EventFilter(department, type),
                suspended ? "suspended" : failing ? "failing" : "active",
                suspended ? row.getString("reason") : failing ? row.getString("failure") : null,
                row.getLong("pending"),
                suspended ? null : Database.instant(row, "due"),
                Objects.requireNonNull(Database.instant(row, "created")),
                Objects.requireNonNull(Database.instant(row, "modified")),
                null,
                null);
    }

    private static Delivery delivery(Row row) {
        String state = row.getString("state");
        return new Delivery(
                row.getUUID("id"),
                row.getUUID("message"),
                row.getString("kind"),
                row.getString("subject"),
                state,
                row.getInteger("tries"),
                Objects.requireNonNull(Database.instant(row, "at")),
                state.equals("pending") ? Database.instant(row, "due") : null,
                Database.instant(row, "ended"),
                row.getInteger("status"),
                row.getString("failure"));
    }
}
