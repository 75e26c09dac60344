package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Impersonation;
import io.campusfigshare.sandbox.data.Item;
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
        router.patch("/sandbox/reviews/:id").handler(this::change);
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
        Reply.json(ctx, 200, new JsonArray(Page.of(params).slice(found)));
    }

    private void read(RoutingContext ctx) {
        long id = Params.id(ctx, "id", "Curation");
        JsonObject review = reviews.find(id).copy();
        articles.find(review.getLong("article_id")).ifPresent(item -> review.put("item", articles.complete(item)));
        Reply.json(ctx, 200, review);
    }

    private void comments(RoutingContext ctx) {
        List<JsonObject> all = reviews.comments(Params.id(ctx, "id", "Curation"));
        Reply.json(ctx, 200, new JsonArray(Page.of(Params.query(ctx)).slice(all)));
    }

    /** Figshare documents the status and no body. */
    private void comment(RoutingContext ctx) {
        long id = Params.id(ctx, "id", "Curation");
        String text = new JsonFields(Params.object(ctx))
                .text("text", 1, MAX_COMMENT)
                .orElseThrow(() -> Rejection.badRequest("text is missing"));
        reviews.comment(id, ADMINISTRATOR, "comment", text, AccountArticle.date(articles.now()));
        Reply.empty(ctx, 200);
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
