package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The routes of public articles: lists, search, records and versions. */
public final class ArticleRoutes {

    private static final Set<String> ORDERS =
            Set.of("published_date", "created_date", "modified_date", "views", "shares", "downloads", "cites");
    /** The keys that a list entry shows. */
    public static final List<String> LIST_KEYS = List.of(
            "id",
            "title",
            "doi",
            "handle",
            "url",
            "url_public_html",
            "url_public_api",
            "url_private_html",
            "url_private_api",
            "timeline",
            "thumb",
            "defined_type",
            "defined_type_name",
            "resource_doi",
            "resource_title",
            "created_date",
            "modified_date",
            "published_date",
            "group_id");

    private static final int MAX_FILES_SHOWN = 10;

    private final SandboxData data;

    public ArticleRoutes(SandboxData data) {
        this.data = data;
    }

    public void mount(Router router) {
        router.get("/v2/articles").handler(this::list);
        router.post("/v2/articles/search").handler(this::search);
        router.get("/v2/articles/:id").handler(this::latest);
        router.get("/v2/articles/:id/versions").handler(this::versions);
        router.get("/v2/articles/:id/versions/:version").handler(this::version);
    }

    static JsonObject listEntry(Item item) {
        return pick(item.latest(), LIST_KEYS);
    }

    /** Returns a copy of the record with only these keys. */
    public static JsonObject pick(JsonObject record, List<String> keys) {
        JsonObject picked = new JsonObject();
        keys.stream().filter(record::containsKey).forEach(key -> picked.put(key, record.getValue(key)));
        return picked;
    }

    static Item find(RoutingContext ctx, SandboxData data) {
        return data.publicArticle(Params.id(ctx, "id", "ArticleVersion"));
    }

    static JsonObject version(RoutingContext ctx, Item item, String entity) {
        long version = Params.id(ctx, "version", entity);
        return item.versions().stream()
                .filter(record -> Item.number(record, "version", 0) == version)
                .findFirst()
                .orElseThrow(() -> Rejection.notFound(entity));
    }

    static JsonArray versions(Item item, String path) {
        JsonArray versions = new JsonArray();
        for (JsonObject record : item.versions()) {
            long version = Item.number(record, "version", 1);
            versions.add(new JsonObject()
                    .put("version", version)
                    .put("url", Item.BASE_URL + "/v2/" + path + "/" + item.id() + "/versions/" + version));
        }
        return versions;
    }

    private void list(RoutingContext ctx) {
        new Listing(ORDERS, ArticleRoutes::listEntry)
                .answer(ctx, data.articles().items().stream(), filters(ctx), "published_date");
    }

    // Figshare ignores search_for and project_id in a query string; they work only in a search.
    private static Params filters(RoutingContext ctx) {
        Params params = Params.query(ctx);
        params.values().keySet().removeAll(Set.of("search_for", "project_id"));
        return params;
    }

    private void search(RoutingContext ctx) {
        Params params = Params.body(ctx);
        long project = params.number("project_id").orElse(0);
        Stream<Item> items =
                data.articles().items().stream().filter(item -> project == 0 || data.projectOf(item.id()) == project);
        new Listing(ORDERS, item -> listEntry(item).put("project_id", data.projectOf(item.id())))
                .answer(ctx, items, params, "created_date");
    }

    private void latest(RoutingContext ctx) {
        replyArticle(ctx, find(ctx, data).latest());
    }

    private void version(RoutingContext ctx) {
        replyArticle(ctx, version(ctx, find(ctx, data), "ArticleVersion"));
    }

    // An article under an embargo of type "article" answers 404, but its list of versions is empty.
    private void versions(RoutingContext ctx) {
        long id = Params.id(ctx, "id", "ArticleVersion");
        Item item = data.articles()
                .find(id)
                .filter(candidate -> candidate.latest().getValue("published_date") != null)
                .orElseThrow(() -> Rejection.notFound("ArticleVersion"));
        Reply.json(ctx, 200, item.isPublic() ? versions(item, "articles") : new JsonArray());
    }

    /** Answers with a record, which has ten files at most unless the fault {@code ten-file-cut} is off. */
    public static void replyArticle(RoutingContext ctx, JsonObject record) {
        JsonObject answer = record.copy();
        boolean cut = Reply.hasFault(ctx, FaultKind.TEN_FILE_CUT);
        if (cut && answer.getValue("files") instanceof JsonArray files) {
            answer.put(
                    "files", new JsonArray(files.stream().limit(MAX_FILES_SHOWN).toList()));
        }
        Reply.json(ctx, 200, answer);
    }
}
