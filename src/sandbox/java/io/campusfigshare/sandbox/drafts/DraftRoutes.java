package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Impersonation;
import io.campusfigshare.sandbox.articles.ArticleRoutes;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The routes of the articles of an account: records, authors and categories. */
final class DraftRoutes {

    static final String ARTICLES = "/v2/account/articles";
    static final String ARTICLE = ARTICLES + "/:id";

    private static final int SHORT_PAGE = 10;

    private final AccountArticles articles;
    private final ArticleFields fields;

    DraftRoutes(AccountArticles articles, ArticleFields fields) {
        this.articles = articles;
        this.fields = fields;
    }

    void mount(Router router) {
        router.get(ARTICLES).handler(this::list);
        router.post(ARTICLES).handler(this::create);
        router.get(ARTICLE).handler(this::read);
        router.put(ARTICLE).handler(this::update);
        router.patch(ARTICLE).handler(this::update);
        router.delete(ARTICLE).handler(this::delete);
        router.get(ARTICLE + "/authors").handler(ctx -> readPart(ctx, "authors"));
        router.put(ARTICLE + "/authors").handler(ctx -> edit(ctx, record -> fields.setAuthors(record, people(ctx))));
        router.post(ARTICLE + "/authors").handler(ctx -> edit(ctx, record -> fields.addAuthors(record, people(ctx))));
        router.delete(ARTICLE + "/authors/:part").handler(ctx -> removeEntry(ctx, "authors", "Author"));
        router.get(ARTICLE + "/categories").handler(ctx -> readPart(ctx, "categories"));
        router.put(ARTICLE + "/categories")
                .handler(ctx -> edit(ctx, record -> fields.setCategories(record, categories(ctx))));
        router.post(ARTICLE + "/categories")
                .handler(ctx -> edit(ctx, record -> fields.addCategories(record, categories(ctx))));
        router.delete(ARTICLE + "/categories/:part").handler(ctx -> removeEntry(ctx, "categories", "Category"));
    }

    static AccountArticle article(RoutingContext ctx, AccountArticles articles) {
        return articles.get(Params.id(ctx, "id", "Article"), Impersonation.account(ctx));
    }

    static String location(AccountArticle article) {
        return Item.BASE_URL + ARTICLES + "/" + article.id();
    }

    private AccountArticle article(RoutingContext ctx) {
        return article(ctx, articles);
    }

    private void list(RoutingContext ctx) {
        List<Long> own = articles.of(Impersonation.account(ctx));
        if (Reply.hasFault(ctx, FaultKind.NEWEST_UNSHOWN)) {
            own = own.subList(Math.min(1, own.size()), own.size());
        }
        List<Long> ordered = Reply.hasFault(ctx, FaultKind.OLDEST_FIRST) ? own.reversed() : own;
        Page requested = Page.of(Params.query(ctx));
        Page shown = Reply.hasFault(ctx, FaultKind.SHORT_PAGES) ? requested.withSize(SHORT_PAGE) : requested;
        List<JsonObject> page = shown.slice(ordered).stream()
                .flatMap(id -> articles.listEntry(id).stream())
                .toList();
        JsonArray entries = new JsonArray(new ArrayList<>(page));
        Reply.json(ctx, 200, Reply.hasFault(ctx, FaultKind.NULL_LISTED) ? entries.addNull() : entries);
    }

    // The owner of the account is always the first author of a new article.
    private void create(RoutingContext ctx) {
        JsonObject sent = MetadataRewriting.apply(ctx, Params.object(ctx));
        if (!sent.containsKey("title")) {
            throw Rejection.badRequest("Missing mandatory field - title");
        }
        JsonObject account = Impersonation.account(ctx);
        JsonObject record = articles.newRecord(account);
        JsonArray warnings = fields.set(record, withoutAuthors(sent));
        new JsonFields(sent).objects("authors").ifPresent(people -> fields.addAuthors(record, people));
        AccountArticle article = articles.create(account, record);
        AccountArticle answered = Reply.hasFault(ctx, FaultKind.MIXED_UP)
                ? articles.get(articles.of(account).get(1), account)
                : article;
        Reply.created(
                ctx,
                location(answered),
                new JsonObject()
                        .put("entity_id", answered.id())
                        .put("location", location(answered))
                        .put("warnings", warnings));
    }

    private void read(RoutingContext ctx) {
        JsonObject account = Impersonation.account(ctx);
        AccountArticle article = article(ctx);
        List<Long> own = articles.of(account);
        if (own.getFirst() == article.id() && Reply.hasFault(ctx, FaultKind.NEWEST_UNSHOWN)) {
            throw Rejection.notFound("Article");
        }
        AccountArticle answered = Reply.hasFault(ctx, FaultKind.MIXED_UP_DETAIL)
                ? articles.get(own.get(own.getFirst() == article.id() ? 1 : 0), account)
                : article;
        JsonObject complete = articles.complete(answered);
        if (Reply.hasFault(ctx, FaultKind.PUBLICATION_UNSHOWN)) {
            complete.put("status", "draft").put("is_public", false).putNull("published_date");
        }
        if (Reply.hasFault(ctx, FaultKind.KEYWORDS_UNSHOWN)) {
            complete.put("keywords", new JsonArray()).put("tags", new JsonArray());
        }
        ArticleRoutes.replyArticle(ctx, complete);
    }

    private static JsonObject withoutAuthors(JsonObject sent) {
        JsonObject rest = sent.copy();
        rest.remove("authors");
        return rest;
    }

    private void update(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        JsonObject edited = article.record().copy();
        JsonArray warnings = fields.set(edited, MetadataRewriting.apply(ctx, Params.object(ctx)));
        articles.edit(article, edited);
        Reply.changed(ctx, location(article), warnings);
    }

    // Whether Figshare deletes published articles is undocumented; it documents unpublishing.
    private void delete(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        if (article.isPublic()) {
            throw Impersonation.forbidden("A public article cannot be deleted");
        }
        articles.remove(article.id());
        Reply.empty(ctx, 204);
    }

    private void readPart(RoutingContext ctx, String key) {
        Reply.json(
                ctx, 200, new JsonArray(Item.objects(article(ctx).record(), key).toList()));
    }

    private void edit(RoutingContext ctx, Consumer<JsonObject> change) {
        AccountArticle article = article(ctx);
        JsonObject edited = article.record().copy();
        change.accept(edited);
        articles.edit(article, edited);
        Reply.changed(ctx, location(article), new JsonArray());
    }

    private void removeEntry(RoutingContext ctx, String key, String entity) {
        AccountArticle article = article(ctx);
        long id = Params.id(ctx, "part", entity);
        List<JsonObject> before = Item.objects(article.record(), key).toList();
        List<JsonObject> after = before.stream()
                .filter(entry -> Item.number(entry, "id", 0) != id)
                .toList();
        if (after.size() == before.size()) {
            throw Rejection.notFound(entity);
        }
        articles.edit(article, article.record().copy().put(key, new JsonArray(after)));
        Reply.empty(ctx, 204);
    }

    private static List<JsonObject> people(RoutingContext ctx) {
        return new JsonFields(Params.object(ctx))
                .objects("authors")
                .orElseThrow(() -> Rejection.badRequest("Missing mandatory field - authors"));
    }

    private static List<Long> categories(RoutingContext ctx) {
        return new JsonFields(Params.object(ctx))
                .numbers("categories")
                .orElseThrow(() -> Rejection.badRequest("Missing mandatory field - categories"));
    }
}
