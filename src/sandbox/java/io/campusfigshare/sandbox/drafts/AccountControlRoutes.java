package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Accounts;
import io.campusfigshare.sandbox.articles.ArticleRoutes;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.uploads.Uploads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** The routes of the control API for accounts, their articles and uploads. */
final class AccountControlRoutes {

    private final Accounts accounts;
    private final AccountArticles articles;
    private final Uploads uploads;

    AccountControlRoutes(Accounts accounts, AccountArticles articles, Uploads uploads) {
        this.uploads = uploads;
        this.accounts = accounts;
        this.articles = articles;
    }

    void mount(Router router) {
        router.get("/sandbox/account-articles").handler(this::list);
        router.patch("/sandbox/accounts/:id").handler(this::change);
        router.get("/sandbox/upload").handler(ctx -> Reply.json(ctx, 200, uploads.json()));
        router.put("/sandbox/upload").handler(this::configure);
    }

    private void list(RoutingContext ctx) {
        Optional<String> title = Params.query(ctx).text("title");
        List<JsonObject> found = articles.all()
                .filter(article -> title.map(
                                requested -> requested.equals(article.record().getValue("title")))
                        .orElse(true))
                .map(this::summary)
                .toList();
        Reply.json(ctx, 200, new JsonArray(found));
    }

    private JsonObject summary(AccountArticle article) {
        JsonObject complete = articles.complete(article);
        return ArticleRoutes.pick(
                        complete,
                        List.of(
                                "id",
                                "account_id",
                                "title",
                                "status",
                                "is_public",
                                "curation_status",
                                "version",
                                "doi"))
                .put("created", complete.getValue("created_date"))
                .put("published_versions", article.versions().size())
                .put(
                        "authors",
                        Item.objects(complete, "authors")
                                .map(author -> author.getValue("full_name"))
                                .collect(JsonArray::new, JsonArray::add, JsonArray::addAll))
                .put(
                        "files",
                        Item.objects(complete, "files")
                                .map(file -> file.getValue("name"))
                                .collect(JsonArray::new, JsonArray::add, JsonArray::addAll));
    }

    private void change(RoutingContext ctx) {
        Reply.json(ctx, 200, accounts.change(Params.id(ctx, "id", "Account"), Params.object(ctx)));
    }

    private void configure(RoutingContext ctx) {
        uploads.configure(Params.object(ctx));
        Reply.json(ctx, 200, uploads.json());
    }
}
