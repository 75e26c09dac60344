package io.campusfigshare.review;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Idempotency-Keys of comments in PostgreSQL. All methods block, except for {@link #beginCall}. */
@Singleton
class CommentKeys {

    private static final String TAKE_KEY = """
            insert into review_comment_key (client, subject, key, review, digest, held)
            values ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 millisecond')
            on conflict (client, subject, key) do update set held = excluded.held
                where not review_comment_key.done and review_comment_key.held < clock_timestamp()
                    and review_comment_key.review = excluded.review and review_comment_key.digest = excluded.digest
            returning sent, above
            """;

    private static final String IS_KEY = "client = $1 and subject = $2 and key = $3";

    private static final ProblemType IN_PROGRESS =
            new ProblemType("request-in-progress", 409, "The first request with this key is in progress");

    private final Database database;

    CommentKeys(Database database) {
        this.database = database;
    }

    /**
     * A key of a new comment.
     *
     * @param digest of the request
     */
    record Key(String client, String subject, String text, long review, Buffer digest) {

        Tuple values() {
            return Tuple.of(client, subject, text);
        }
    }

    /**
     * A key that a request has taken.
     *
     * @param above the largest number of a comment before the call; null if the call was not made, or had no effect
     */
    record TakenKey(@Nullable Long above) {}

    /** Takes the key for a time; returns empty if it belongs to another request, is taken or is finished. */
    Optional<TakenKey> take(Key key, Duration held) {
        return database
                .run(
                        TAKE_KEY,
                        key.values()
                                .addLong(key.review())
                                .addBuffer(key.digest())
                                .addLong(held.toMillis()))
                .stream()
                .findFirst()
                .map(row -> new TakenKey(row.getOffsetDateTime("sent") == null ? null : row.getLong("above")));
    }

    /** What is stored under a key that could not be taken. */
    record KnownKey(boolean sameRequest, boolean done) {}

    KnownKey known(Key key) {
        Row row = database.run("select * from review_comment_key where " + IS_KEY, key.values())
                .iterator()
                .next();
        return new KnownKey(
                row.getBuffer("digest").equals(key.digest()) && row.getLong("review") == key.review(),
                row.getBoolean("done"));
    }

    /**
     * Stores that the call is about to be sent. Fails if it was sent under this key before.
     *
     * @param above the largest number of a comment of the review
     */
    Uni<Void> beginCall(Key key, long above) {
        return database.query(
                        "update review_comment_key set sent = clock_timestamp(), above = $4 where " + IS_KEY
                                + " and sent is null returning key",
                        key.values().addLong(above))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw inProgress();
                    }
                })
                .replaceWithVoid();
    }

    static Problem inProgress() {
        return new Problem(
                IN_PROGRESS, "Another request with this key is in progress: repeat it.", Duration.ofSeconds(5), null);
    }

    /** Stores that the call had no effect, so that a repetition sends it. */
    void callFailed(Key key) {
        database.run("update review_comment_key set sent = null, above = null where " + IS_KEY, key.values());
    }

    /** Lets other requests take the key. */
    void release(Key key) {
        database.run("update review_comment_key set held = clock_timestamp() where " + IS_KEY, key.values());
    }

    /** @param comment Figshare's number; null if Figshare does not show the comment yet */
    void finish(Key key, @Nullable Long comment) {
        database.run(
                "update review_comment_key set done = true, comment = $4 where " + IS_KEY,
                key.values().addLong(comment));
    }

    /** Returns the comments of the review that were written under other keys. */
    Set<Long> commentsOfKeys(long review) {
        return database
                .run(
                        "select comment from review_comment_key where review = $1 and comment is not null",
                        Tuple.of(review))
                .stream()
                .map(row -> row.getLong("comment"))
                .collect(Collectors.toSet());
    }

    void deleteOld(Duration age) {
        database.run(
                "delete from review_comment_key where made < clock_timestamp() - $1 * interval '1 second'",
                Tuple.of(age.toSeconds()));
    }
}
