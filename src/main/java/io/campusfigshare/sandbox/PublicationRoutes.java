package io.campusfigshare.sandbox;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Publishing, and what goes before it. */
final class PublicationRoutes {

    private final AccountArticles articles;
    private final Publications publications;

    PublicationRoutes(AccountArticles articles, Publications publications) {
        this.articles = articles;
        this.publications = publications;
    }

    void mount(Router router) {
        router.post(DraftRoutes.ARTICLE + "/publish").handler(this::publish);
    }

    private void publish(RoutingContext ctx) {
        AccountArticle article = DraftRoutes.article(ctx, articles);
        publications.check(article);
        publications.publish(article);
        publications.show(article);
        String location = Reply.SELF + "/v2/articles/" + article.id();
        Reply.created(ctx, location, new JsonObject().put("location", location));
    }
}
