package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.articles.ArticleRoutes;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The routes that search authors and grants and return the user of an account. */
public final class PeopleRoutes {

    private final Accounts accounts;
    private final Authors authors;
    private final Vocabularies vocabularies;

    public PeopleRoutes(Accounts accounts, Authors authors, Vocabularies vocabularies) {
        this.accounts = accounts;
        this.authors = authors;
        this.vocabularies = vocabularies;
    }

    public void mount(Router router) {
        router.post("/v2/account/authors/search").handler(this::searchAuthors);
        router.post("/v2/account/funding/search").handler(this::searchFunding);
        router.get("/v2/account/institution/users/:id").handler(this::user);
    }

    private void searchAuthors(RoutingContext ctx) {
        Params params = Params.body(ctx);
        List<JsonObject> found = authors.all()
                .filter(author -> params.text("orcid")
                        .map(orcid -> orcid.equals(author.getValue("orcid_id")))
                        .orElse(true))
                .filter(author -> contains(author, "full_name", params.text("search_for")))
                .map(this::withAccountFields)
                .filter(author -> params.number("institution_id").orElse(author.getLong("institution_id"))
                        == author.getLong("institution_id"))
                .filter(author ->
                        params.number("group_id").orElse(author.getLong("group_id")) == author.getLong("group_id"))
                .toList();
        Reply.json(ctx, 200, new JsonArray(Page.of(params).slice(found)));
    }

    private JsonObject withAccountFields(JsonObject author) {
        Optional<JsonObject> account = accounts.findByUserId(Item.number(author, "id", 0));
        JsonObject result = author.copy()
                .put(
                        "institution_id",
                        account.map(holder -> holder.getLong("institution_id")).orElse(0L))
                .put(
                        "group_id",
                        account.map(holder -> holder.getLong("group_id")).orElse(0L))
                .put("is_public", account.isPresent() ? 1 : 0)
                .put("job_title", "");
        for (String name : List.of("first_name", "last_name", "orcid_id")) {
            if (result.getValue(name) == null) {
                result.put(name, "");
            }
        }
        return result;
    }

    private void searchFunding(RoutingContext ctx) {
        Optional<String> requested = Params.body(ctx).text("search_for");
        Reply.json(
                ctx,
                200,
                new JsonArray(vocabularies.fundings().stream()
                        .filter(grant ->
                                contains(grant, "title", requested) || contains(grant, "grant_code", requested))
                        .toList()));
    }

    private void user(RoutingContext ctx) {
        JsonObject account = accounts.get(Params.id(ctx, "id", "Account"));
        JsonObject author = Authors.of(account);
        Reply.json(
                ctx,
                200,
                ArticleRoutes.pick(author, List.of("id", "first_name", "last_name", "url_name", "orcid_id"))
                        .put("name", author.getValue("full_name"))
                        .put("is_active", Accounts.isActive(account))
                        .put("is_public", true)
                        .put("job_title", ""));
    }

    private static boolean contains(JsonObject record, String key, Optional<String> requested) {
        String value = String.valueOf(record.getValue(key)).toLowerCase(Locale.ROOT);
        return requested
                .map(text -> value.contains(text.toLowerCase(Locale.ROOT)))
                .orElse(true);
    }
}
