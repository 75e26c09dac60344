package io.campusfigshare.sandbox;

import io.campusfigshare.sandbox.data.RecordList;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.drafts.AccountArticles;
import io.campusfigshare.sandbox.faults.Fault;
import io.campusfigshare.sandbox.faults.Faults;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The control API of the sandbox: it injects faults, changes the data and returns the requests received. Faults do not
 * apply to it.
 */
final class ControlRoutes {

    private static final int MAX_COUNT = 200_000;

    private final SandboxData data;
    private final Faults faults;
    private final RequestLog log;
    private final AccountArticles accountArticles;
    private final Runnable reset;

    ControlRoutes(SandboxData data, Faults faults, RequestLog log, AccountArticles accountArticles, Runnable reset) {
        this.data = data;
        this.faults = faults;
        this.log = log;
        this.accountArticles = accountArticles;
        this.reset = reset;
    }

    void mount(Router router) {
        router.post("/sandbox/faults").handler(this::addFault);
        router.get("/sandbox/faults").handler(ctx -> Reply.json(ctx, 200, faults.json()));
        router.delete("/sandbox/faults").handler(ctx -> noContent(ctx, faults::reset));
        router.delete("/sandbox/faults/:id").handler(this::removeFault);
        router.get("/sandbox/requests").handler(this::requests);
        router.delete("/sandbox/requests").handler(ctx -> noContent(ctx, log::clear));
        router.post("/sandbox/articles").handler(this::publish);
        router.post("/sandbox/collections").handler(ctx -> publish(ctx, data.collections()));
        router.post("/sandbox/projects").handler(ctx -> publish(ctx, data.projects()));
        router.delete("/sandbox/articles/:id").handler(this::withdraw);
        mountChanges(router, "/sandbox/articles/:id", data.articles());
        mountChanges(router, "/sandbox/collections/:id", data.collections());
        mountChanges(router, "/sandbox/projects/:id", data.projects());
        router.post("/sandbox/reset").handler(ctx -> noContent(ctx, reset));
    }

    private static void mountChanges(Router router, String path, RecordList records) {
        router.patch(path).handler(ctx -> Reply.json(ctx, 200, records.change(id(ctx, records), Params.object(ctx))));
        router.delete(path).handler(ctx -> noContent(ctx, () -> records.withdraw(id(ctx, records))));
    }

    private void addFault(RoutingContext ctx) {
        Reply.json(ctx, 201, faults.add(Fault.of(Params.object(ctx))));
    }

    private void removeFault(RoutingContext ctx) {
        if (!faults.remove(Params.id(ctx, "id", "Fault"))) {
            throw Rejection.notFound("Fault");
        }
        noContent(ctx, () -> {});
    }

    private void requests(RoutingContext ctx) {
        Params params = Params.query(ctx);
        Reply.json(ctx, 200, log.json(params.text("method"), Fault.pattern(params.text("path"))));
    }

    private void publish(RoutingContext ctx) {
        Params params = Params.query(ctx);
        JsonObject merge = Params.object(ctx);
        if (params.has("count")) {
            Reply.json(ctx, 201, data.generate((int) params.number("count", 1, 1, MAX_COUNT), merge));
            return;
        }
        JsonObject published = data.publish(merge);
        accountArticles.assignOwner(published.getLong("id"));
        Reply.json(ctx, 201, published);
    }

    private void withdraw(RoutingContext ctx) {
        long id = id(ctx, data.articles());
        data.articles().get(id);
        noContent(ctx, () -> accountArticles.remove(id));
    }

    // The template's list of articles is not copied.
    private static void publish(RoutingContext ctx, RecordList records) {
        JsonObject merge = Params.object(ctx);
        Reply.json(ctx, 201, records.add(records.newRecord().put("articles", new JsonArray()), merge));
    }

    private static long id(RoutingContext ctx, RecordList records) {
        return Params.id(ctx, "id", records.entity());
    }

    private static void noContent(RoutingContext ctx, Runnable change) {
        change.run();
        ctx.response().setStatusCode(204).end();
    }
}
