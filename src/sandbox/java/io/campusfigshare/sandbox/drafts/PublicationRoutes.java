package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Vocabularies;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The routes that publish and unpublish articles, reserve identifiers and set embargoes. */
final class PublicationRoutes {

    private static final String ARTICLE = DraftRoutes.ARTICLE;
    private static final String EMBARGO = ARTICLE + "/embargo";
    private static final String DOI = "doi";
    private static final String HANDLE = "handle";

    private final AccountArticles articles;
    private final Publications publications;
    private final Vocabularies vocabularies;

    PublicationRoutes(AccountArticles articles, Publications publications, Vocabularies vocabularies) {
        this.articles = articles;
        this.publications = publications;
        this.vocabularies = vocabularies;
    }

    void mount(Router router) {
        router.post(ARTICLE + "/publish").handler(this::publish);
        router.post(ARTICLE + "/unpublish").handler(this::unpublish);
        router.post(ARTICLE + "/reserve_doi").handler(ctx -> reserve(ctx, DOI, "10.99999/westmark."));
        router.post(ARTICLE + "/reserve_handle").handler(ctx -> reserve(ctx, HANDLE, "99999/westmark."));
        router.get(EMBARGO)
                .handler(ctx -> Reply.json(ctx, 200, Embargoes.of(article(ctx).record())));
        router.put(EMBARGO).handler(this::setEmbargo);
        router.delete(EMBARGO).handler(this::removeEmbargo);
        router.get("/v2/account/institution/embargo_options").handler(PublicationRoutes::options);
        router.get("/v2/account/institution/groups/:group/embargo_options").handler(ctx -> {
            vocabularies.group(Params.id(ctx, "group", "Group"));
            options(ctx);
        });
    }

    private AccountArticle article(RoutingContext ctx) {
        return DraftRoutes.article(ctx, articles);
    }

    private void publish(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        publications.check(article);
        Reply.fault(ctx, FaultKind.PUBLISH_DELAY)
                .ifPresentOrElse(
                        fault -> publications.publish(
                                article,
                                updatePublicList ->
                                        ctx.vertx().setTimer(fault.delayMillis(), timer -> updatePublicList.run())),
                        () -> publications.publish(article, Runnable::run));
        String location = Item.BASE_URL + "/v2/articles/" + article.id();
        Reply.created(ctx, location, new JsonObject().put("location", location));
    }

    private void unpublish(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        if (new JsonFields(Params.object(ctx)).text("reason", 5, 500).isEmpty()) {
            throw Rejection.badRequest("Missing mandatory field - reason");
        }
        publications.unpublish(article);
        Reply.empty(ctx, 204);
    }

    // A repeated request returns the same identifier. Reserving it is not an unpublished change.
    private void reserve(RoutingContext ctx, String key, String prefix) {
        AccountArticle article = article(ctx);
        if ("".equals(article.record().getString(key, ""))) {
            article.putUnversioned(new JsonObject().put(key, prefix + article.id()));
        }
        Reply.json(ctx, 200, new JsonObject().put(key, article.record().getString(key)));
    }

    private void setEmbargo(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        publications.embargo(article, Embargoes.parse(Params.object(ctx), articles.now()));
        Reply.changed(ctx, DraftRoutes.location(article), new JsonArray());
    }

    private void removeEmbargo(RoutingContext ctx) {
        publications.embargo(article(ctx), Embargoes.none());
        Reply.empty(ctx, 204);
    }

    private static void options(RoutingContext ctx) {
        Reply.json(ctx, 200, new JsonArray(List.copyOf(Embargoes.options())));
    }
}
