package io.campusfigshare.sandbox;

import io.campusfigshare.sandbox.articles.ArticleRoutes;
import io.campusfigshare.sandbox.articles.CollectionRoutes;
import io.campusfigshare.sandbox.articles.FileRoutes;
import io.campusfigshare.sandbox.articles.ReferenceRoutes;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.drafts.AccountApi;
import io.campusfigshare.sandbox.faults.FaultFilter;
import io.campusfigshare.sandbox.faults.Faults;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.oai.OaiRoutes;
import io.campusfigshare.sandbox.oai.ResourceSyncRoutes;
import io.campusfigshare.sandbox.stats.StatsCounts;
import io.campusfigshare.sandbox.stats.StatsRoutes;
import io.campusfigshare.sandbox.uploads.UploadRoutes;
import io.campusfigshare.sandbox.uploads.Uploads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox as an HTTP server, usable without CDI.
 *
 * <p>Only the server's single event loop accesses its state, so the code needs no locks.
 */
final class SandboxServer {

    private static final Logger LOG = Logger.getLogger(SandboxServer.class);
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    // Vert.x's default of 8 KB is slow for uploads of gigabytes.
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    private final HttpServer http;

    /**
     * @param tokenUrl the token endpoint of the service's provider, to which /sandbox/token redirects; null if there is
     *     none
     */
    SandboxServer(Vertx vertx, InstantSource clock, @Nullable String tokenUrl) {
        SandboxData data = new SandboxData(clock);
        Faults faults = new Faults();
        RequestLog log = new RequestLog(clock);
        Router router = Router.router(vertx);
        FaultFilter filter = new FaultFilter(vertx, faults);
        Uploads uploads = new Uploads();
        router.route("/upload/*")
                .handler(log::recordHead)
                .handler(UploadRoutes::pauseBody)
                .handler(filter);
        new UploadRoutes(uploads).mount(router);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        for (String path : new String[] {
            "/v2/*", "/s3/*", "/ndownloader/*", "/stats/*", "/.well-known/*", "/resourcesync/*", "/webhooks"
        }) {
            router.route(path).handler(log::record);
        }
        router.route("/v2/*").handler(filter);
        router.route("/s3/*").handler(filter);
        router.route("/stats/*").handler(filter);
        router.route("/.well-known/*").handler(filter);
        router.route("/resourcesync/*").handler(filter);
        new ArticleRoutes(data).mount(router);
        new FileRoutes(data, clock).mount(router);
        new CollectionRoutes(data).mount(router);
        new ReferenceRoutes().mount(router);
        new StatsRoutes(new StatsCounts(data, clock)).mount(router);
        new OaiRoutes(data, clock).mount(router);
        new ResourceSyncRoutes(data, clock).mount(router);
        AccountApi accounts = new AccountApi(clock, data, uploads);
        accounts.mount(router);
        Runnable reset = () -> {
            data.reset();
            accounts.reset();
            faults.reset();
            log.clear();
        };
        // A receiver of webhooks: /sandbox/requests?path=/webhooks shows what came.
        router.post("/webhooks").handler(ctx -> Reply.empty(ctx, 204));
        new ControlRoutes(data, faults, log, accounts.articles(), reset).mount(router);
        if (tokenUrl != null) {
            // Dev mode's list of reviews is not empty.
            accounts.openReview();
            router.post("/sandbox/token")
                    .handler(ctx -> ctx.response()
                            .setStatusCode(307)
                            .putHeader(HttpHeaders.LOCATION, tokenUrl)
                            .end());
        }
        handleErrors(router, log);
        http = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setHttp2ClearTextEnabled(false)
                        .setMaxChunkSize(MAX_CHUNK_BYTES)
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(router);
    }

    Future<Integer> listen(int port) {
        return http.listen(port, "127.0.0.1").map(HttpServer::actualPort);
    }

    Future<Void> close() {
        return http.close();
    }

    private static void handleErrors(Router router, RequestLog log) {
        router.errorHandler(404, ctx -> Reply.error(ctx, new Rejection(404, "NotFound", "Unknown path")));
        router.errorHandler(405, ctx -> Reply.error(ctx, new Rejection(405, "MethodNotAllowed", "Method not allowed")));
        router.errorHandler(413, ctx -> {
            log.recordWithoutBody(ctx);
            Reply.error(ctx, new Rejection(413, "RequestEntityTooLarge", "The body is larger than 1 MB"));
        });
        router.errorHandler(500, SandboxServer::replyFailure);
    }

    private static void replyFailure(RoutingContext ctx) {
        if (ctx.failure() instanceof Rejection rejection) {
            Reply.error(ctx, rejection);
        } else {
            LOG.error("The sandbox failed to answer a request", ctx.failure());
            Reply.error(ctx, new Rejection(500, "InternalServerError", String.valueOf(ctx.failure())));
        }
    }
}
