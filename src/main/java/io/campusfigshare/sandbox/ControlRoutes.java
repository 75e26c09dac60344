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

/** The sandbox's own interface: faults, changes, and what was received. No fault ever reaches it. */
final class ControlRoutes {

    private static final int MAX_COUNT = 200_000;

    private final SandboxData holdings;
    private final Faults faults;
    private final RequestLog log;
    private final AccountArticles drafts;
    private final Runnable reset;

    ControlRoutes(SandboxData holdings, Faults faults, RequestLog log, AccountArticles drafts, Runnable reset) {
        this.holdings = holdings;
        this.faults = faults;
        this.log = log;
        this.drafts = drafts;
        this.reset = reset;
    }

    void mount(Router router) {
        router.post("/sandbox/faults").handler(this::addFault);
        router.get("/sandbox/faults").handler(ctx -> Reply.json(ctx, 200, faults.json()));
        router.delete("/sandbox/faults").handler(ctx -> done(ctx, faults::reset));
        router.delete("/sandbox/faults/:id").handler(this::removeFault);
        router.get("/sandbox/requests").handler(this::requests);
        router.delete("/sandbox/requests").handler(ctx -> done(ctx, log::clear));
        router.post("/sandbox/articles").handler(this::publish);
        router.post("/sandbox/collections").handler(ctx -> publish(ctx, holdings.collections()));
        router.post("/sandbox/projects").handler(ctx -> publish(ctx, holdings.projects()));
        router.delete("/sandbox/articles/:id").handler(this::withdraw);
        mountChanges(router, "/sandbox/articles/:id", holdings.articles());
        mountChanges(router, "/sandbox/collections/:id", holdings.collections());
        mountChanges(router, "/sandbox/projects/:id", holdings.projects());
        router.post("/sandbox/reset").handler(ctx -> done(ctx, reset));
    }

    private static void mountChanges(Router router, String path, RecordList shelf) {
        router.patch(path).handler(ctx -> Reply.json(ctx, 200, shelf.change(id(ctx, shelf), Params.object(ctx))));
        router.delete(path).handler(ctx -> done(ctx, () -> shelf.withdraw(id(ctx, shelf))));
    }

    private void addFault(RoutingContext ctx) {
        Reply.json(ctx, 201, faults.add(Fault.of(Params.object(ctx))));
    }

    private void removeFault(RoutingContext ctx) {
        if (!faults.remove(Params.id(ctx, "id", "Fault"))) {
            throw Rejection.notFound("Fault");
        }
        done(ctx, () -> {});
    }

    private void requests(RoutingContext ctx) {
        Params params = Params.query(ctx);
        Reply.json(ctx, 200, log.json(params.text("method"), Fault.pattern(params.text("path"))));
    }

    private void publish(RoutingContext ctx) {
        Params params = Params.query(ctx);
        JsonObject merge = Params.object(ctx);
        if (params.has("count")) {
            Reply.json(ctx, 201, holdings.generate((int) params.number("count", 1, 1, MAX_COUNT), merge));
            return;
        }
        JsonObject published = holdings.publish(merge);
        drafts.own(published.getLong("id"));
        Reply.json(ctx, 201, published);
    }

    private void withdraw(RoutingContext ctx) {
        long id = id(ctx, holdings.articles());
        holdings.articles().get(id);
        done(ctx, () -> drafts.remove(id));
    }

    // The articles of the model stay with the model.
    private static void publish(RoutingContext ctx, RecordList shelf) {
        JsonObject merge = Params.object(ctx);
        Reply.json(ctx, 201, shelf.add(shelf.likeTheModel().put("articles", new JsonArray()), merge));
    }

    private static long id(RoutingContext ctx, RecordList shelf) {
        return Params.id(ctx, "id", shelf.entity());
    }

    private static void done(RoutingContext ctx, Runnable change) {
        change.run();
        ctx.response().setStatusCode(204).end();
    }
}
