package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reviews of an institution that curates articles before they become public. Disabled unless a test enables them.
 */
final class Reviews {

    private static final int MAX_REVIEWS = 10_000;
    private static final String STATUS = "status";

    private static final int MAX_COMMENTS = 1_000;

    private final List<JsonObject> reviews = new ArrayList<>();
    private final Map<Long, List<JsonObject>> comments = new HashMap<>();
    private long last = 800_000;
    private boolean enabled;

    void reset() {
        reviews.clear();
        comments.clear();
        enabled = false;
    }

    void enable(boolean value) {
        enabled = value;
    }

    boolean isEnabled() {
        return enabled;
    }

    List<JsonObject> all() {
        return reviews.reversed();
    }

    JsonObject find(long id) {
        return reviews.stream()
                .filter(review -> review.getLong("id") == id)
                .findFirst()
                .orElseThrow(() -> Rejection.notFound("Curation"));
    }

    List<JsonObject> comments(long review) {
        return comments.getOrDefault(find(review).getLong("id"), List.of());
    }

    /** Adds a comment of an account. Whether Figshare changes the review's date is unverified; here, it does. */
    void comment(long id, long account, String type, String text, String now) {
        JsonObject review = find(id);
        List<JsonObject> all = comments.computeIfAbsent(id, first -> new ArrayList<>());
        if (all.size() >= MAX_COMMENTS) {
            throw new Rejection(413, "RequestEntityTooLarge", "A review of the sandbox has at most 1000 comments");
        }
        all.add(new JsonObject()
                .put(
                        "id",
                        900_001
                                + comments.values().stream()
                                        .mapToInt(List::size)
                                        .sum())
                .put("account_id", account)
                .put("type", type)
                .put("text", text)
                .put("created_date", now)
                .put("modified_date", now));
        review.put("comments_count", all.size()).put("modified_date", now);
    }

    /** Merges the JSON into a review, as people do who assign it in Figshare. */
    void change(long id, JsonObject merge) {
        find(id).mergeIn(merge);
    }

    /** Opens a review of an article unless one is pending. */
    void open(AccountArticle article, String now) {
        if (article.isInReview()) {
            return;
        }
        article.curation("pending");
        JsonObject record = article.complete();
        add(
                new JsonObject()
                        .put("group_id", record.getValue("group_id"))
                        .put("account_id", article.owner())
                        .put("article_id", article.id())
                        .put("version", record.getValue("version")),
                now);
    }

    /** Adds a review with these members. Its article need not exist. Returns its number, which is never reused. */
    long add(JsonObject members, String now) {
        if (reviews.size() >= MAX_REVIEWS) {
            throw new Rejection(
                    413, "RequestEntityTooLarge", "The sandbox holds " + MAX_REVIEWS + " reviews: reset it");
        }
        reviews.add(new JsonObject()
                .put("id", ++last)
                .put("group_id", 0)
                .put("account_id", 0)
                .put("assigned_to", 0)
                .put("article_id", 7_000_000)
                .put("version", 1)
                .put("comments_count", 0)
                .put(STATUS, "pending")
                .put("created_date", now)
                .put("modified_date", now)
                .put("request_number", 1)
                .put("resolution_comment", "")
                .put("review_date", "")
                .mergeIn(members));
        return last;
    }

    void delete(long id) {
        reviews.remove(find(id));
        comments.remove(id);
    }

    /** Ends the review of an article as approved, rejected or closed. */
    void close(AccountArticle article, String status, String now) {
        if (!article.isInReview()) {
            throw Rejection.badRequest("The article is not in review");
        }
        article.curation(status);
        reviews.stream()
                .filter(review -> Item.number(review, "article_id", 0) == article.id())
                .filter(review -> review.getString(STATUS).equals("pending"))
                .forEach(review ->
                        review.put(STATUS, status).put("modified_date", now).put("review_date", now));
    }
}
