package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Impersonation;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The routes of private links, which give access to an article before it is public. */
final class PrivateLinkRoutes {

    private static final String LINKS = DraftRoutes.ARTICLE + "/private_links";
    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(365);
    private static final int MAX_LINKS = 20;
    private static final String EXPIRES_DATE = "expires_date";

    private final AccountArticles articles;

    PrivateLinkRoutes(AccountArticles articles) {
        this.articles = articles;
    }

    void mount(Router router) {
        router.get(LINKS)
                .handler(ctx -> Reply.json(
                        ctx, 200, new JsonArray(List.copyOf(links(ctx).values()))));
        router.post(LINKS).handler(this::create);
        router.put(LINKS + "/:link").handler(this::change);
        router.delete(LINKS + "/:link").handler(this::remove);
    }

    private Map<String, JsonObject> links(RoutingContext ctx) {
        return DraftRoutes.article(ctx, articles).privateLinks();
    }

    // Clients have observed this rejection for accounts without an ORCID iD.
    private void create(RoutingContext ctx) {
        AccountArticle article = DraftRoutes.article(ctx, articles);
        if (Impersonation.account(ctx).getString("orcid_id").isEmpty()) {
            throw Impersonation.forbidden("The account has no ORCID linked");
        }
        if (article.privateLinks().size() >= MAX_LINKS) {
            throw Rejection.invalid("An article has no more than " + MAX_LINKS + " private links");
        }
        String token = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        String id = UUID.randomUUID().toString().replace("-", "");
        String page = "https://figshare.com/s/" + token;
        article.privateLinks()
                .put(
                        id,
                        new JsonObject()
                                .put("id", id)
                                .put("is_active", true)
                                .put(
                                        EXPIRES_DATE,
                                        requestedExpiry(ctx)
                                                .orElse(date(articles.now().plus(DEFAULT_LIFETIME))))
                                .put("html_location", page));
        String location = location(article, id);
        Reply.created(
                ctx,
                location,
                new JsonObject()
                        .put("location", location)
                        .put("html_location", page)
                        .put("token", token));
    }

    private void change(RoutingContext ctx) {
        AccountArticle article = DraftRoutes.article(ctx, articles);
        JsonObject link = Optional.ofNullable(article.privateLinks().get(ctx.pathParam("link")))
                .orElseThrow(() -> Rejection.notFound("PrivateLink"));
        requestedExpiry(ctx).ifPresent(date -> link.put(EXPIRES_DATE, date));
        Reply.changed(ctx, location(article, link.getString("id")), new JsonArray());
    }

    private void remove(RoutingContext ctx) {
        if (links(ctx).remove(ctx.pathParam("link")) == null) {
            throw Rejection.notFound("PrivateLink");
        }
        Reply.empty(ctx, 204);
    }

    private Optional<String> requestedExpiry(RoutingContext ctx) {
        return new JsonFields(Params.object(ctx))
                .text(EXPIRES_DATE, 1, 40)
                .map(text -> Timestamps.parse(text.replace(' ', 'T'))
                        .filter(articles.now()::isBefore)
                        .map(PrivateLinkRoutes::date)
                        .orElseThrow(() -> Rejection.invalid("Invalid expires date")));
    }

    private static String location(AccountArticle article, String link) {
        return DraftRoutes.location(article) + "/private_links/" + link;
    }

    private static String date(Instant time) {
        return AccountArticle.date(time).replace("Z", "");
    }
}
