package io.campusfigshare.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.IdempotencyKey;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.catalogue.article.Articles;
import io.campusfigshare.catalogue.item.Html;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.review.ReviewClient.NewComment;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** What staff do with reviews. The methods block. */
@Singleton
class Reviews {

    private static final ProblemType INVALID = new ProblemType("invalid-comment", 422, "The comment is not valid");
    private static final ProblemType UNKNOWN =
            new ProblemType("comment-unknown", 502, "Figshare may or may not have the comment");
    private static final String NOT_SENT_AGAIN =
            "It was sent, the answer was lost, and it is not among the comments. It is not sent again, because it may appear"
                    + " later: repeat the request to see, or send the comment with a new key.";

    /** The contract's limit. */
    private static final int MAX_TEXT = 2_000;

    /** Longer than the three calls of a request take. */
    private static final Duration KEY_HELD = Duration.ofMinutes(2);

    private final ReviewStore store;
    private final CommentKeys keys;
    private final ReviewSync sync;
    private final ReviewClient client;
    private final FigshareApi figshare;
    private final Articles articles;
    private final AuditTrail audit;
    private final String base;

    Reviews(
            ReviewStore store,
            CommentKeys keys,
            ReviewSync sync,
            @RestClient ReviewClient client,
            FigshareApi figshare,
            Articles articles,
            AuditTrail audit,
            CampusConfig campus) {
        this.store = store;
        this.keys = keys;
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
        ReviewPage found = store.page(scope, department, status, page, size);
        audit.enter(ImpersonationContext.ofNobody(caller), "list reviews", null, AuditTrail.DONE, null);
        return found;
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
        List<ReviewComment> comments = store.comments(id);
        audit.enter(ImpersonationContext.ofNobody(caller), "list comments", review.item(), AuditTrail.DONE, null);
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
        CommentKeys.Key key =
                new CommentKeys.Key(caller.program(), caller.subject(), keyText, id, Curation.digest(text));
        Optional<CommentKeys.TakenKey> taken = keys.take(key, KEY_HELD);
        if (taken.isPresent()) {
            try {
                write(caller, review, key, text, taken.get().above());
            } finally {
                keys.release(key);
            }
        } else {
            CommentKeys.KnownKey known = keys.known(key);
            if (!known.sameRequest()) {
                throw new Problem(IdempotencyKey.REUSED, "Send a new key for another comment.");
            }
            if (!known.done()) {
                throw CommentKeys.inProgress();
            }
        }
        List<ReviewComment> comments = store.comments(id);
        return new ReviewCommentPage(comments, comments.size());
    }

    /**
     * Writes a comment, or finds the one that an earlier request with the key has written. It is sent once: if its
     * answer was lost and Figshare does not show it, it may come later.
     *
     * @param above the largest number of a comment before an earlier call; null if there was none
     */
    private void write(Caller caller, Review review, CommentKeys.Key key, String text, @Nullable Long above) {
        List<Curation.Comment> before = sync.readComments(review.id());
        if (above != null) {
            Long written = find(key, text, above, before).orElseThrow(() -> new Problem(UNKNOWN, NOT_SENT_AGAIN));
            keys.finish(key, written);
            sync.storeComments(review.id(), before);
            return;
        }
        long last = before.stream()
                .mapToLong(comment -> Objects.requireNonNull(comment.id()))
                .max()
                .orElse(0);
        send(caller, review, key, text, last);
        keys.finish(key, null);
        List<Curation.Comment> after = sync.readComments(review.id());
        find(key, text, last, after).ifPresent(written -> keys.finish(key, written));
        sync.storeComments(review.id(), after);
    }

    /** Returns the number of a comment that is newer than {@code above}, has this text and is that of no other key. */
    private Optional<Long> find(CommentKeys.Key key, String text, long above, List<Curation.Comment> comments) {
        Set<Long> others = keys.commentsOfKeys(key.review());
        String line = Html.line(text);
        return comments.stream()
                .filter(comment -> Objects.equals(Html.line(comment.text()), line))
                .map(comment -> Objects.requireNonNull(comment.id()))
                .filter(id -> id > above && !others.contains(id))
                .min(Comparator.naturalOrder());
    }

    private void send(Caller caller, Review review, CommentKeys.Key key, String text, long above) {
        ImpersonationContext context = ImpersonationContext.ofNobody(caller);
        long intent = audit.intend(context, "comment", review.item());
        String outcome = AuditTrail.NOT_DONE;
        try {
            figshare.write(() -> keys.beginCall(key, above), () -> client.comment(review.id(), new NewComment(text)))
                    .await()
                    .indefinitely();
            outcome = AuditTrail.DONE;
        } catch (FigshareFailure failed) {
            outcome = failed.mayHaveTakenEffect()
                    ? AuditTrail.UNKNOWN
                    : failed.wasNotSent() ? AuditTrail.NOT_DONE : failed.type().name();
            if (!failed.mayHaveTakenEffect() && !failed.wasNotSent()) {
                keys.callFailed(key);
            }
            throw failed;
        } finally {
            audit.enter(context, "comment", review.item(), outcome, intent);
        }
    }

    private <T> T read(Caller caller, Review review, String action, Supplier<Uni<T>> call) {
        ImpersonationContext context = ImpersonationContext.ofNobody(caller);
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
}
