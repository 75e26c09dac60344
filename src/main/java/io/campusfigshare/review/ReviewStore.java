package io.campusfigshare.review;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.Caller;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.Directory.Membership;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.review.Review.Decision;
import io.campusfigshare.review.Review.Reviewer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
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
            with selected as (
                select * from review
                where ($1::text is null or department in (select departments_within(array(
                        select id from department where upper(code) = upper($1) or id::text = $1))))
                    and ($2::text[] is null or department in (select departments_within(array(
                        select id from department where upper(code) = any ($2)))))
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
