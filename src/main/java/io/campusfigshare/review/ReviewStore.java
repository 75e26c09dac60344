package io.campusfigshare.review;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.Caller;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.Directory.Membership;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.review.Review.Decision;
import io.campusfigshare.review.Review.Reviewer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The reviews in PostgreSQL. All methods block. */
@Singleton
class ReviewStore {

    private static final String DECIDE = "Figshare's API can neither approve nor reject a draft. Do it in Figshare.";

    /** {@code $1} is a department that is wanted, {@code $2} those that are permitted; a null permits all. */
    private static final String SELECTED = """
            with recursive wanted (id) as (
                select id from department where upper(code) = upper($1) or id::text = $1
                union select d.id from wanted join department d on d.parent = wanted.id),
            permitted (id) as (
                select id from department where upper(code) = any ($2)
                union select d.id from permitted join department d on d.parent = permitted.id),
            selected as (
                select * from review
                where ($1::text is null or department in (select id from wanted))
                    and ($2::text[] is null or department in (select id from permitted))
                    and ($3::text is null or status = $3) and ($4::bigint is null or id = $4))
            """;

    private static final String PAGE = SELECTED + """
            select r.*, d.code, d.name from selected r left join department d on d.id = r.department
            order by r.created, r.id limit $5 offset $6
            """;

    private static final String TOTAL =
            SELECTED + "select count(*) as n, (select began from sync where name = 'reviews') as began from selected";

    private static final String STORE = """
            insert into review (id, item, version, title, department, depositor, depositor_name, assigned, assigned_name, status,
                comments, resolution, created, modified, digest)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13, clock_timestamp()),
                coalesce($14, $13, clock_timestamp()), $15)
            on conflict (id) do update set version = excluded.version, title = coalesce(excluded.title, review.title),
                department = excluded.department, depositor = excluded.depositor, depositor_name = excluded.depositor_name,
                assigned = excluded.assigned, assigned_name = excluded.assigned_name, status = excluded.status,
                comments = excluded.comments, resolution = excluded.resolution, modified = excluded.modified,
                digest = excluded.digest
            """;

    private static final String TAKE_KEY = """
            insert into review_comment_key (client, subject, key, review, digest, held)
            values ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 millisecond')
            on conflict (client, subject, key) do update set held = excluded.held
                where not review_comment_key.done and review_comment_key.held < clock_timestamp()
                    and review_comment_key.review = excluded.review and review_comment_key.digest = excluded.digest
            returning made, xmax = 0 as fresh
            """;

    private final Database database;
    private final String base;
    private final Decision decision;

    ReviewStore(Database database, CampusConfig campus, FigshareConfig figshare) {
        this.database = database;
        this.base = CampusConfig.base(campus);
        this.decision = new Decision(
                DECIDE,
                figshare.portalUrl()
                        .or(() -> campus.institutionSlug().map(slug -> "https://" + slug + ".figshare.com"))
                        .orElse(null));
    }

    ReviewPage page(Caller.Scope scope, @Nullable String department, @Nullable String status, int page, int size) {
        Tuple values = selection(scope, department, status, null);
        Row total = database.run(TOTAL, values).iterator().next();
        List<Review> reviews = database.run(PAGE, values.addLong((long) size).addLong((page - 1L) * size)).stream()
                .map(this::review)
                .toList();
        return new ReviewPage(reviews, total.getLong("n"), page, size, Database.instant(total, "began"));
    }

    /** Returns the review if the scope contains it. */
    Optional<Review> find(Caller.Scope scope, long id) {
        return database.run(PAGE, selection(scope, null, null, id).addLong(1L).addLong(0L)).stream()
                .findFirst()
                .map(this::review);
    }

    private static Tuple selection(
            Caller.Scope scope, @Nullable String department, @Nullable String status, @Nullable Long id) {
        return Tuple.tuple()
                .addString(department)
                .addArrayOfString(scope.everybody() ? null : scope.departments().toArray(String[]::new))
                .addString(status)
                .addLong(id);
    }

    List<ReviewComment> comments(long review) {
        return database.run("select * from review_comment where review = $1 order by id", Tuple.of(review)).stream()
                .map(row -> new ReviewComment(
                        row.getLong("id"),
                        reviewer(row.getString("author"), row.getString("name")),
                        row.getString("kind"),
                        row.getString("text"),
                        Database.instant(row, "at")))
                .toList();
    }

    boolean isEmpty() {
        return !database.run("select from review limit 1", Tuple.tuple())
                .iterator()
                .hasNext();
    }

    /** Returns a review that is none of these. */
    OptionalLong otherThan(Long[] ids) {
        return database
                .run("select id from review where id <> all ($1) order by id desc limit 1", Tuple.of(ids))
                .stream()
                .mapToLong(row -> row.getLong("id"))
                .findFirst();
    }

    /** Returns the digests of the pending reviews, by number. */
    Map<Long, Buffer> pending() {
        Map<Long, Buffer> known = new HashMap<>();
        database.run("select id, digest from review where status = 'pending'", Tuple.tuple())
                .forEach(row -> known.put(row.getLong("id"), row.getBuffer("digest")));
        return known;
    }

    void store(Curation review, @Nullable String title, @Nullable Reviewer depositor, @Nullable Reviewer assigned) {
        database.run(
                STORE,
                Tuple.tuple()
                        .addLong(review.id())
                        .addLong(review.item())
                        .addInteger(review.version())
                        .addString(title)
                        .addLong(review.group() == null || review.group() == 0 ? null : review.group())
                        .addString(depositor == null ? null : depositor.campusId())
                        .addString(depositor == null ? null : depositor.name())
                        .addString(assigned == null ? null : assigned.campusId())
                        .addString(assigned == null ? null : assigned.name())
                        .addString(review.status())
                        .addInteger(review.comments())
                        .addString(review.resolution())
                        .addOffsetDateTime(Database.utc(review.created()))
                        .addOffsetDateTime(Database.utc(review.modified()))
                        .addBuffer(review.digest()));
    }

    void replaceComments(long review, List<ReviewComment> comments) {
        List<Tuple> rows = comments.stream()
                .map(comment -> Tuple.tuple()
                        .addLong(comment.id())
                        .addLong(review)
                        .addString(
                                comment.author() == null
                                        ? null
                                        : comment.author().campusId())
                        .addString(
                                comment.author() == null
                                        ? null
                                        : comment.author().name())
                        .addString(comment.type())
                        .addString(comment.text())
                        .addOffsetDateTime(Database.utc(comment.at())))
                .toList();
        database.transaction(connection -> connection
                .preparedQuery("delete from review_comment where review = $1")
                .execute(Tuple.of(review))
                .chain(deleted -> rows.isEmpty()
                        ? Uni.createFrom().item(deleted)
                        : connection
                                .preparedQuery("insert into review_comment (id, review, author, name, kind, text, at)"
                                        + " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing")
                                .executeBatch(rows)));
    }

    void delete(long review) {
        database.run("delete from review where id = $1", Tuple.of(review));
    }

    /**
     * A key of a new comment.
     *
     * @param digest of the request
     */
    record Key(String client, String subject, String text, long review, Buffer digest) {}

    /**
     * Takes the key for a time. Returns when it was first used, if this is not the first time; fails with a problem if
     * it cannot be taken.
     *
     * @param isNew whether the key was never used
     */
    record TakenKey(boolean isNew, Instant made) {}

    Optional<TakenKey> take(Key key, Duration held) {
        return database
                .run(
                        TAKE_KEY,
                        Tuple.tuple()
                                .addString(key.client())
                                .addString(key.subject())
                                .addString(key.text())
                                .addLong(key.review())
                                .addBuffer(key.digest())
                                .addLong(held.toMillis()))
                .stream()
                .findFirst()
                .map(row ->
                        new TakenKey(row.getBoolean("fresh"), Objects.requireNonNull(Database.instant(row, "made"))));
    }

    /** What is stored under a key that could not be taken. */
    record KnownKey(boolean sameRequest, boolean done) {}

    KnownKey known(Key key) {
        Row row = database.run(
                        "select * from review_comment_key where client = $1 and subject = $2 and key = $3",
                        Tuple.of(key.client(), key.subject(), key.text()))
                .iterator()
                .next();
        return new KnownKey(
                row.getBuffer("digest").equals(key.digest()) && row.getLong("review") == key.review(),
                row.getBoolean("done"));
    }

    void finish(Key key) {
        database.run(
                "update review_comment_key set done = true where client = $1 and subject = $2 and key = $3",
                Tuple.of(key.client(), key.subject(), key.text()));
    }

    /** Gives up a key whose comment was certainly not written, so that a repetition writes it. */
    void release(Key key) {
        database.run(
                "delete from review_comment_key where client = $1 and subject = $2 and key = $3 and not done",
                Tuple.of(key.client(), key.subject(), key.text()));
    }

    void deleteOldKeys(Duration age) {
        database.run(
                "delete from review_comment_key where made < clock_timestamp() - $1 * interval '1 second'",
                Tuple.of(age.toSeconds()));
    }

    private Review review(Row row) {
        long id = row.getLong("id");
        Long department = row.getLong("department");
        String name = row.getString("name");
        return new Review(
                id,
                base + SecuredPaths.REVIEWS + '/' + id,
                row.getString("status"),
                row.getLong("item"),
                row.getInteger("version"),
                row.getString("title"),
                reviewer(row.getString("depositor"), row.getString("depositor_name")),
                department == null || name == null ? null : new Membership(department, row.getString("code"), name),
                reviewer(row.getString("assigned"), row.getString("assigned_name")),
                row.getInteger("comments"),
                row.getString("resolution"),
                Objects.requireNonNull(Database.instant(row, "created")),
                Objects.requireNonNull(Database.instant(row, "modified")),
                decision,
                null,
                null);
    }

    private static @Nullable Reviewer reviewer(@Nullable String campusId, @Nullable String name) {
        return campusId == null && name == null ? null : new Reviewer(campusId, name);
    }
}
