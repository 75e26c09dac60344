package io.campusfigshare.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.IdempotencyKey;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.review.ReviewClient.NewComment;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** What staff do with reviews. The methods block. */
@Singleton
class Reviews {

    private static final ProblemType INVALID = new ProblemType("invalid-comment", 422, "The comment is not valid");
    private static final ProblemType IN_PROGRESS =
            new ProblemType("request-in-progress", 409, "The first request with this key is in progress");

    /** The contract's limit. */
    private static final int MAX_TEXT = 2_000;

    private static final int COMMENTS = 1_000;

    /** Longer than the deadline of a call. */
    private static final Duration KEY_HELD = Duration.ofMinutes(1);

    /** Figshare's clock may differ from ours. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final ReviewStore store;
    private final ReviewSync sync;
    private final ReviewClient client;
    private final FigshareApi figshare;
    private final Articles articles;
    private final AuditTrail audit;
    private final String base;

    Reviews(
            ReviewStore store,
            ReviewSync sync,
            @RestClient ReviewClient client,
            FigshareApi figshare,
            Articles articles,
            AuditTrail audit,
            CampusConfig campus) {
        this.store = store;
        this.sync = sync;
        this.client = client;
        this.figshare = figshare;
        this.articles = articles;
        this.audit = audit;
        this.base = CampusConfig.base(campus);
    }

    ReviewPage page(
            Caller caller,
            Caller.Scope scope,
            @Nullable String department,
            @Nullable String status,
            int page,
            int size) {
        audit.enter(context(caller), "list reviews", null, AuditTrail.DONE, null);
        return store.page(scope, department, status, page, size);
    }

    Review get(Caller caller, Caller.Scope scope, long id) {
        Review review = require(scope, id);
        ObjectNode detail = read(caller, review, "read review", () -> client.review(id));
        JsonNode item = detail.path("item");
        Item draft = item instanceof ObjectNode record
                ? articles.ownRecordAt(record, base + SecuredPaths.REVIEWS + '/' + id)
                : null;
        return review.with(draft, store.comments(id));
    }

    ReviewCommentPage comments(Caller caller, Caller.Scope scope, long id) {
        Review review = require(scope, id);
        audit.enter(context(caller), "list comments", review.item(), AuditTrail.DONE, null);
        List<ReviewComment> comments = store.comments(id);
        return new ReviewCommentPage(comments, comments.size());
    }

    /** Writes a comment, once for each key. A repetition gets the same answer. */
    ReviewCommentPage comment(Caller caller, Caller.Scope scope, long id, String keyText, @Nullable String text) {
        Review review = require(scope, id);
        if (text == null || text.isBlank() || text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw new Problem(
                    INVALID,
                    "Correct the members that errors lists.",
                    List.of(new ProblemBody.Violation("/text", "must have 1 to " + MAX_TEXT + " characters")));
        }
        ReviewStore.Key key = new ReviewStore.Key(caller.program(), caller.subject(), keyText, id, digest(text));
        ReviewStore.TakenKey taken = store.take(key, KEY_HELD).orElse(null);
        if (taken == null) {
            ReviewStore.KnownKey known = store.known(key);
            if (!known.sameRequest()) {
                throw new Problem(IdempotencyKey.REUSED, "Send a new key for another comment.");
            }
            if (!known.done()) {
                throw new Problem(IN_PROGRESS, "Repeat the request in a minute.", KEY_HELD, null);
            }
        } else if (taken.isNew() || !isWritten(id, text, taken.made())) {
            write(caller, review, key, text);
            store.finish(key);
        } else {
            store.finish(key);
        }
        sync.sync(id);
        List<ReviewComment> comments = store.comments(id);
        return new ReviewCommentPage(comments, comments.size());
    }

    /** Whether a request that was lost has written the comment. */
    private boolean isWritten(long review, String text, Instant since) {
        List<ObjectNode> comments = figshare.read(CallPriority.READ, () -> client.comments(review, COMMENTS, 0))
                .await()
                .indefinitely();
        for (ObjectNode comment : comments) {
            Instant at = Dates.utc(comment.path("created_date").asText(null));
            if (comment.path("text").asText("").strip().equals(text.strip())
                    && (at == null || at.isAfter(since.minus(CLOCK_TOLERANCE)))) {
                return true;
            }
        }
        return false;
    }

    private void write(Caller caller, Review review, ReviewStore.Key key, String text) {
        ImpersonationContext context = context(caller);
        long intent = audit.intend(context, "comment", review.item());
        try {
            figshare.write(() -> client.comment(review.id(), new NewComment(text)))
                    .await()
                    .indefinitely();
        } catch (FigshareFailure failed) {
            boolean unknown = failed.mayHaveTakenEffect();
            audit.enter(
                    context,
                    "comment",
                    review.item(),
                    unknown
                            ? AuditTrail.UNKNOWN
                            : failed.wasNotSent()
                                    ? AuditTrail.NOT_DONE
                                    : failed.type().name(),
                    intent);
            if (!unknown) {
                store.release(key);
            }
            throw failed;
        }
        audit.enter(context, "comment", review.item(), AuditTrail.DONE, intent);
    }

    private <T> T read(Caller caller, Review review, String action, Supplier<Uni<T>> call) {
        ImpersonationContext context = context(caller);
        T answer;
        try {
            answer = figshare.read(CallPriority.READ, call).await().indefinitely();
        } catch (FigshareFailure failed) {
            audit.enter(context, action, review.item(), failed.type().name(), null);
            throw failed;
        }
        audit.enter(context, action, review.item(), AuditTrail.DONE, null);
        return answer;
    }

    private Review require(Caller.Scope scope, long id) {
        return store.find(scope, id)
                .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "There is no review " + id + "."));
    }

    /** The administrator's account is used, and no person is acted for. */
    private static ImpersonationContext context(Caller caller) {
        return new ImpersonationContext(
                caller.program(), caller.subject(), "", 0, null, MDC.get("requestId") instanceof String id ? id : null);
    }

    private static Buffer digest(String text) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
