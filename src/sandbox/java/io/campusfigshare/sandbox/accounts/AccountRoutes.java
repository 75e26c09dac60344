package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** The routes of accounts and of the institution's groups, custom fields, licences and categories. */
public final class AccountRoutes {

    private static final String ACCOUNTS = "/v2/account/institution/accounts";
    private static final List<String> SEARCHED_KEYS =
            List.of("first_name", "last_name", "email", "institution_user_id", "orcid_id");

    private final Accounts accounts;
    private final Impersonation impersonation;
    private final Vocabularies vocabularies;

    public AccountRoutes(Accounts accounts, Impersonation impersonation, Vocabularies vocabularies) {
        this.accounts = accounts;
        this.impersonation = impersonation;
        this.vocabularies = vocabularies;
    }

    public void mount(Router router) {
        router.route("/v2/account").handler(impersonation);
        router.route("/v2/account/*").handler(impersonation);
        router.get("/v2/account").handler(ctx -> Reply.json(ctx, 200, Accounts.details(Impersonation.account(ctx))));
        router.get("/v2/account/institution").handler(ctx -> Reply.json(ctx, 200, institution()));
        router.get("/v2/account/institution/groups").handler(ctx -> list(ctx, vocabularies.groups()));
        router.get("/v2/account/institution/custom_fields").handler(this::customFields);
        router.get("/v2/account/licenses").handler(ctx -> list(ctx, vocabularies.licenses()));
        router.get("/v2/account/categories").handler(ctx -> list(ctx, vocabularies.categories()));
        router.route(ACCOUNTS + "*").handler(Impersonation::administratorOnly);
        router.get(ACCOUNTS).handler(ctx -> listAccounts(ctx, Params.query(ctx)));
        router.post(ACCOUNTS + "/search").handler(ctx -> listAccounts(ctx, Params.body(ctx)));
        router.get(ACCOUNTS + "/:id").handler(this::read);
    }

    // Whether Figshare lists inactive accounts without is_active is undocumented; the sandbox does.
    private void listAccounts(RoutingContext ctx, Params params) {
        boolean loose = Reply.hasFault(ctx, FaultKind.LOOSE_FILTER);
        List<JsonObject> found = accounts.all().stream()
                .filter(account -> matches(params, account, "institution_user_id", loose))
                .filter(account -> matches(params, account, "email", loose))
                .filter(account -> params.text("search_for")
                        .map(text -> SEARCHED_KEYS.stream().anyMatch(key -> contains(account.getString(key), text)))
                        .orElse(true))
                .filter(account -> params.number("is_active").stream()
                        .allMatch(requested -> (requested == 1) == Accounts.isActive(account)))
                .filter(account ->
                        account.getLong("id") >= params.number("id_gte").orElse(0))
                .filter(account ->
                        account.getLong("id") <= params.number("id_lte").orElse(Long.MAX_VALUE))
                .map(Accounts::listEntry)
                .toList();
        Reply.json(ctx, 200, new JsonArray(Page.of(params).slice(found)));
    }

    private void read(RoutingContext ctx) {
        Reply.json(ctx, 200, Accounts.details(accounts.get(Params.id(ctx, "id", "Account"))));
    }

    // How Figshare compares these values is undocumented; the fault loose-filter matches parts.
    private static boolean matches(Params params, JsonObject account, String key, boolean loose) {
        String value = account.getString(key);
        return params.text(key)
                .map(requested -> loose ? contains(value, requested) : value.equals(requested))
                .orElse(true);
    }

    private static boolean contains(String value, String part) {
        return value.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private void customFields(RoutingContext ctx) {
        long ownGroup = Impersonation.account(ctx).getLong("group_id");
        list(ctx, vocabularies.customFields(Params.query(ctx).number("group_id").orElse(ownGroup)));
    }

    private static void list(RoutingContext ctx, List<JsonObject> entries) {
        Reply.json(ctx, 200, new JsonArray(entries));
    }

    private static JsonObject institution() {
        return new JsonObject()
                .put("id", 42)
                .put("name", "University of Westmark")
                .put("domain", "westmark.example");
    }
}
