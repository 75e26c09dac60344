package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Impersonation;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalLong;

/** The routes of reviews. Figshare's API cannot approve or reject a review, so the control API does. */
final class ReviewRoutes {

    private static final int MAX_COMMENT = 2_000;

    /** The account that every token belongs to. */
    private static final long ADMINISTRATOR = 1_495_600;

    private static final String REVIEWS = "/v2/account/institution/review";

    private final Reviews reviews;
    private final AccountArticles articles;
    private final Publications publications;

    ReviewRoutes(Reviews reviews, AccountArticles articles, Publications publications) {
        this.reviews = reviews;
        this.articles = articles;
        this.publications = publications;
    }

    void mount(Router router) {
        router.route(REVIEWS + "*").handler(Impersonation::administratorOnly);
        router.get(REVIEWS + "s").handler(this::list);
        router.get(REVIEWS + "/:id").handler(this::read);
        router.get(REVIEWS + "/:id/comments").handler(this::comments);
        router.post(REVIEWS + "/:id/comments").handler(this::comment);
        router.put("/sandbox/review").handler(this::enable);
        router.post("/sandbox/reviews").handler(this::add);
        router.patch("/sandbox/reviews/:id").handler(this::change);
        router.delete("/sandbox/reviews/:id").handler(this::delete);
        router.post("/sandbox/reviews/:id/comments").handler(this::commentByHand);
        router.post("/sandbox/reviews/:id/approve").handler(ctx -> end(ctx, "approved"));
        router.post("/sandbox/reviews/:id/reject").handler(ctx -> end(ctx, "rejected"));
        router.post("/sandbox/reviews/:id/close").handler(ctx -> end(ctx, "closed"));
    }

    private void list(RoutingContext ctx) {
        Params params = Params.query(ctx);
        List<JsonObject> found = reviews.all().stream()
                .filter(review -> matches(params.number("group_id"), review, "group_id"))
                .filter(review -> matches(params.number("article_id"), review, "article_id"))
                .filter(review -> params.text("status")
                        .map(review.getString("status")::equals)
                        .orElse(true))
                .toList();
        reply(ctx, found);
    }

    private static void reply(RoutingContext ctx, List<JsonObject> found) {
        List<JsonObject> page = Page.of(Params.query(ctx)).slice(found);
        boolean alone = page.size() == 1 && Reply.hasFault(ctx, FaultKind.ONE_OBJECT);
        Reply.json(ctx, 200, alone ? page.getFirst() : new JsonArray(page));
    }

    private void read(RoutingContext ctx) {
        long id = Params.id(ctx, "id", "Curation");
        JsonObject review = reviews.find(id).copy();
        long article = Item.number(review, "article_id", 0);
        review.put(
                "item",
                articles.find(article)
                        .map(articles::complete)
                        .orElseGet(() -> new JsonObject().put("id", article).put("title", "Draft " + article)));
        Reply.json(ctx, 200, review);
    }

    private void comments(RoutingContext ctx) {
        reply(ctx, reviews.comments(Params.id(ctx, "id", "Curation")));
    }

    /** Figshare documents the status and no body. */
    private void comment(RoutingContext ctx) {
        comment(ctx, ADMINISTRATOR);
        Reply.empty(ctx, 200);
    }

    private void comment(RoutingContext ctx, long account) {
        String text = new JsonFields(Params.object(ctx))
                .text("text", 1, MAX_COMMENT)
                .orElseThrow(() -> Rejection.badRequest("text is missing"));
        reviews.comment(
                Params.id(ctx, "id", "Curation"), account, "comment", text, AccountArticle.date(articles.now()));
    }

    private void commentByHand(RoutingContext ctx) {
        comment(ctx, Params.body(ctx).number("account_id", 0, 0, Long.MAX_VALUE));
        Reply.empty(ctx, 204);
    }

    /** Adds reviews with the members of the body. Their articles need not exist. */
    private void add(RoutingContext ctx) {
        long count = Params.query(ctx).number("count", 1, 1, 10_000);
        long last = 0;
        for (int n = 0; n < count; n++) {
            last = reviews.add(Params.object(ctx), AccountArticle.date(articles.now()));
        }
        Reply.json(ctx, 200, new JsonObject().put("first", last - count + 1));
    }

    private void delete(RoutingContext ctx) {
        reviews.delete(Params.id(ctx, "id", "Curation"));
        Reply.empty(ctx, 204);
    }

    private void change(RoutingContext ctx) {
        reviews.change(Params.id(ctx, "id", "Curation"), Params.object(ctx));
        Reply.empty(ctx, 204);
    }

    private void enable(RoutingContext ctx) {
        reviews.enable(new JsonFields(Params.object(ctx))
                .bool("on")
                .orElseThrow(() -> Rejection.badRequest("Say {\"on\": true} or {\"on\": false}")));
        Reply.empty(ctx, 204);
    }

    private void end(RoutingContext ctx, String status) {
        AccountArticle article =
                articles.find(Params.id(ctx, "id", "Article")).orElseThrow(() -> Rejection.notFound("Article"));
        reviews.close(article, status, AccountArticle.date(articles.now()));
        if (status.equals("approved")) {
            publications.approve(article);
        }
        Reply.empty(ctx, 204);
    }

    private static boolean matches(OptionalLong requested, JsonObject review, String key) {
        return requested.isEmpty() || requested.getAsLong() == Item.number(review, key, 0);
    }
}
