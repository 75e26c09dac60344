package io.campusfigshare.deposit.store;

import io.campusfigshare.catalogue.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores the Idempotency-Keys of requests and their answers in PostgreSQL. */
@Singleton
public class IdempotencyKeys {

    private static final String INSERT =
            "insert into deposit_key (client, subject, key, digest, success, deposit) values ($1, $2, $3, $4, $5, $6)";

    private final Database database;

    IdempotencyKeys(Database database) {
        this.database = database;
    }

    /**
     * An Idempotency-Key of a caller.
     *
     * @param digest  the digest of the request
     * @param success the status of the answer if the request succeeds
     */
    public record Key(String client, String subject, String text, Buffer digest, int success) {}

    /**
     * What is stored under a key.
     *
     * @param sameRequest whether the stored key came with the same request
     * @param status      the status of the answer; null while there is none
     * @param answer      the body of the answer; null while there is none
     */
    public record StoredAnswer(
            UUID deposit,
            boolean sameRequest,
            @Nullable Integer status,
            @Nullable String answer) {}

    /** Returns what is stored under the key; empty if the key is new. */
    public Optional<StoredAnswer> find(Key key) {
        return database
                .run(
                        "select * from deposit_key where client = $1 and subject = $2 and key = $3",
                        Tuple.of(key.client(), key.subject(), key.text()))
                .stream()
                .findFirst()
                .map(row -> new StoredAnswer(
                        row.getUUID("deposit"),
                        row.getBuffer("digest").equals(key.digest()),
                        row.getInteger("status"),
                        row.getString("answer")));
    }

    /** Stores a key in the transaction of the connection. Fails with a unique violation if it is stored already. */
    static Uni<Void> insert(SqlConnection connection, Key key, UUID deposit) {
        Tuple values = Tuple.tuple()
                .addString(key.client())
                .addString(key.subject())
                .addString(key.text())
                .addBuffer(key.digest())
                .addInteger(key.success())
                .addUUID(deposit);
        return connection.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    /**
     * Stores the answer to each key of the deposit that has none.
     *
     * @param status null for the status that each key expects on success
     */
    public void saveAnswer(UUID deposit, @Nullable Integer status, String body) {
        database.run(
                "update deposit_key set status = coalesce($2, success), answer = $3 where deposit = $1 and status is null",
                Tuple.of(deposit, status, body));
    }

    /** Deletes the keys that are older than {@code age}. */
    public void deleteOlderThan(Duration age) {
        database.run(
                "delete from deposit_key where made < clock_timestamp() - $1 * interval '1 second'",
                Tuple.of(age.toSeconds()));
    }
}
