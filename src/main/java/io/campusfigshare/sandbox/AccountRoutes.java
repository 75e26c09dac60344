package io.campusfigshare.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** What a token opens for reading: the drafts of its owner, the people, groups and custom fields of the institution. */
final class AccountRoutes {

    private static final String ACCOUNT = "Account";

    private final List<JsonObject> articles = Seeds.list("account-articles");
    private final List<JsonObject> accounts = Seeds.list("accounts");
    private final JsonArray groups = Seeds.array("groups");
    private final JsonArray customFields = Seeds.array("custom-fields");

    void mount(Router router) {
        router.route("/v2/account/*").handler(AccountRoutes::authenticate);
        router.get("/v2/account/articles").handler(ctx -> page(ctx, articles));
        router.get("/v2/account/institution").handler(ctx -> Reply.json(ctx, 200, institution()));
        router.get("/v2/account/institution/groups").handler(ctx -> Reply.json(ctx, 200, groups));
        router.get("/v2/account/institution/custom_fields").handler(ctx -> Reply.json(ctx, 200, customFields));
        router.get("/v2/account/institution/accounts").handler(this::people);
        router.get("/v2/account/institution/accounts/:id").handler(this::person);
    }

    private static void authenticate(RoutingContext ctx) {
        String header =
                Optional.ofNullable(ctx.request().getHeader("Authorization")).orElse("");
        if (!header.matches("(?i)token +\\S+")) {
            throw new Rejection(403, "Forbidden", "Unauthorized request");
        }
        ctx.next();
    }

    private void people(RoutingContext ctx) {
        Params params = Params.query(ctx);
        List<JsonObject> found = accounts.stream()
                .filter(account -> same(params, account, "institution_user_id"))
                .filter(account -> same(params, account, "email"))
                .filter(account -> params.number("is_active").orElse(1) == account.getLong("active"))
                .filter(account ->
                        account.getLong("id") >= params.number("id_gte").orElse(0))
                .filter(account ->
                        account.getLong("id") <= params.number("id_lte").orElse(Long.MAX_VALUE))
                .map(AccountRoutes::shortForm)
                .toList();
        page(ctx, found);
    }

    private void person(RoutingContext ctx) {
        long id = Params.id(ctx, "id", ACCOUNT);
        JsonObject account = accounts.stream()
                .filter(candidate -> candidate.getLong("id") == id)
                .findFirst()
                .orElseThrow(() -> Rejection.notFound(ACCOUNT));
        Reply.json(ctx, 200, longForm(account));
    }

    private static JsonObject longForm(JsonObject account) {
        return account.copy()
                .put("used_quota_public", account.getLong("used_quota"))
                .put("used_quota_private", 0)
                .put("pending_quota_request", false)
                .put("maximum_file_size", 5_368_709_120L)
                .put("created_date", "2015-01-05T08:00:00")
                .put("modified_date", "2026-02-01T08:00:00");
    }

    // Only the record of one account says which group it belongs to.
    private static JsonObject shortForm(JsonObject account) {
        JsonObject listed = account.copy();
        listed.remove("group_id");
        return listed;
    }

    private static boolean same(Params params, JsonObject account, String key) {
        return params.text(key).map(account.getString(key)::equals).orElse(true);
    }

    private static JsonObject institution() {
        return new JsonObject()
                .put("id", 42)
                .put("name", "University of Westmark")
                .put("domain", "westmark.example");
    }

    private static void page(RoutingContext ctx, List<JsonObject> entries) {
        Reply.json(ctx, 200, new JsonArray(Page.of(Params.query(ctx)).of(entries)));
    }
}
