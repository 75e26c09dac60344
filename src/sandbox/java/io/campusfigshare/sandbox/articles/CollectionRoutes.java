package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.RecordList;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** The routes of public collections and projects and of the articles in them. */
public final class CollectionRoutes {

    private static final Listing COLLECTIONS = new Listing(
            Set.of("published_date", "created_date", "modified_date", "views", "shares", "cites"),
            item -> ArticleRoutes.pick(
                    item.latest(), List.of("id", "title", "doi", "handle", "url", "timeline", "published_date")));
    private static final Listing PROJECTS = new Listing(
            Set.of("published_date", "modified_date", "views"),
            item -> ArticleRoutes.pick(
                    item.latest(), List.of("url", "id", "title", "created_date", "modified_date", "published_date")));

    private final SandboxData data;

    public CollectionRoutes(SandboxData data) {
        this.data = data;
    }

    public void mount(Router router) {
        router.get("/v2/collections").handler(ctx -> collections(ctx, Params.query(ctx)));
        router.post("/v2/collections/search").handler(ctx -> collections(ctx, Params.body(ctx)));
        router.get("/v2/collections/:id")
                .handler(ctx ->
                        Reply.json(ctx, 200, withoutMembers(collection(ctx).latest())));
        router.get("/v2/collections/:id/versions").handler(this::versions);
        router.get("/v2/collections/:id/versions/:version").handler(this::version);
        router.get("/v2/collections/:id/articles").handler(ctx -> members(ctx, collection(ctx)));
        router.get("/v2/projects").handler(ctx -> projects(ctx, Params.query(ctx)));
        router.post("/v2/projects/search").handler(ctx -> projects(ctx, Params.body(ctx)));
        router.get("/v2/projects/:id").handler(this::project);
        router.get("/v2/projects/:id/articles").handler(ctx -> members(ctx, find(ctx, data.projects())));
    }

    private void collections(RoutingContext ctx, Params params) {
        COLLECTIONS.answer(ctx, data.collections().items().stream(), params, "published_date");
    }

    private void projects(RoutingContext ctx, Params params) {
        PROJECTS.answer(ctx, data.projects().items().stream(), params, "published_date");
    }

    private Item collection(RoutingContext ctx) {
        return find(ctx, data.collections());
    }

    // Figshare does not show the group and institution of a project.
    private void project(RoutingContext ctx) {
        JsonObject project = withoutMembers(find(ctx, data.projects()).latest());
        project.remove("group_id");
        project.remove("institution_id");
        Reply.json(ctx, 200, project);
    }

    private static Item find(RoutingContext ctx, RecordList records) {
        return records.get(Params.id(ctx, "id", records.entity()));
    }

    private static JsonObject withoutMembers(JsonObject record) {
        JsonObject result = record.copy();
        if (result.remove("articles") instanceof JsonArray articles && result.containsKey("articles_count")) {
            result.put("articles_count", articles.size());
        }
        return result;
    }

    private void versions(RoutingContext ctx) {
        JsonArray versions = ArticleRoutes.versions(collection(ctx), "collections");
        Seeds.objects(versions).forEach(version -> version.put("funding", new JsonArray()));
        Reply.json(ctx, 200, versions);
    }

    private void version(RoutingContext ctx) {
        String entity = data.collections().entity();
        Reply.json(ctx, 200, withoutMembers(ArticleRoutes.version(ctx, collection(ctx), entity)));
    }

    private void members(RoutingContext ctx, Item item) {
        List<JsonObject> articles = item.members().stream()
                .flatMap(id -> data.articles().find(id).stream())
                .filter(Item::isPublic)
                .map(ArticleRoutes::listEntry)
                .toList();
        Reply.json(ctx, 200, new JsonArray(Page.of(Params.query(ctx)).slice(articles)));
    }
}
