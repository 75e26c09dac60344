package io.campusfigshare.review;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.Caller;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.Directory.Membership;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.review.Review.Decision;
import io.campusfigshare.review.Review.Reviewer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
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
            select r.*, coalesce(r.title, i.title) as shown_title, d.code, d.name from selected r
            left join department d on d.id = r.department left join item i on i.id = r.item and i.withdrawn is null
            order by r.created, r.id limit $5 offset $6
            """;

    private static final String TOTAL =
            SELECTED + "select count(*) as n, (select began from sync where name = 'reviews') as began from selected";

    private static final String STORE = """
            insert into review (id, item, version, title, department, depositor, depositor_name, assigned, assigned_name, status,
                comments, resolution, created, modified, digest, url)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13, clock_timestamp()),
                coalesce($14, $13, clock_timestamp()), $15, $16)
            on conflict (id) do update set version = excluded.version, title = coalesce(excluded.title, review.title),
                url = coalesce(excluded.url, review.url),
                department = excluded.department, depositor = excluded.depositor, depositor_name = excluded.depositor_name,
                assigned = excluded.assigned, assigned_name = excluded.assigned_name, status = excluded.status,
                comments = excluded.comments, resolution = excluded.resolution, modified = excluded.modified,
                digest = excluded.digest, seen = clock_timestamp()
            """;

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
    private final String base;
    private final @Nullable String portal;

    ReviewStore(Database database, CampusConfig campus, FigshareConfig figshare) {
        this.database = database;
        this.base = CampusConfig.base(campus);
        this.portal = figshare.portalUrl()
                .or(() -> campus.institutionSlug().map(slug -> "https://" + slug + ".figshare.com"))
                .orElse(null);
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

    Set<Long> ids() {
        return database.run("select id from review", Tuple.tuple()).stream()
                .map(row -> row.getLong("id"))
                .collect(Collectors.toSet());
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

    /** @param draft null if it was not read */
    void store(
            Curation review,
            Reviewed.@Nullable Draft draft,
            @Nullable Reviewer depositor,
            @Nullable Reviewer assigned) {
        database.run(
                STORE,
                Tuple.tuple()
                        .addLong(review.id())
                        .addLong(review.articleId())
                        .addInteger(review.version())
                        .addString(draft == null ? null : draft.line())
                        .addLong(review.groupId() == null || review.groupId() == 0 ? null : review.groupId())
                        .addString(depositor == null ? null : depositor.campusId())
                        .addString(depositor == null ? null : depositor.name())
                        .addString(assigned == null ? null : assigned.campusId())
                        .addString(assigned == null ? null : assigned.name())
                        .addString(Objects.requireNonNullElse(review.status(), Curation.PENDING))
                        .addInteger(Objects.requireNonNullElse(review.commentsCount(), 0))
                        .addString(Curation.text(review.resolutionComment()))
                        .addOffsetDateTime(Database.utc(Dates.utc(review.createdDate())))
                        .addOffsetDateTime(Database.utc(Dates.utc(review.modifiedDate())))
                        .addBuffer(review.digest())
                        .addString(draft == null ? null : draft.page()));
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
                                .executeBatch(rows))
                .chain(inserted -> connection
                        .preparedQuery("update review set comments = $2 where id = $1")
                        .execute(Tuple.of(review, rows.size()))));
    }

    void delete(long review) {
        database.run("delete from review where id = $1", Tuple.of(review));
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
                row.getString("shown_title"),
                reviewer(row.getString("depositor"), row.getString("depositor_name")),
                department == null || name == null ? null : new Membership(department, row.getString("code"), name),
                reviewer(row.getString("assigned"), row.getString("assigned_name")),
                row.getInteger("comments"),
                row.getString("resolution"),
                Objects.requireNonNull(Database.instant(row, "created")),
                Objects.requireNonNull(Database.instant(row, "modified")),
                new Decision(DECIDE, row.getString("url") == null ? portal : row.getString("url")),
                null,
                null);
    }

    private static @Nullable Reviewer reviewer(@Nullable String campusId, @Nullable String name) {
        return campusId == null && name == null ? null : new Reviewer(campusId, name);
    }
}
