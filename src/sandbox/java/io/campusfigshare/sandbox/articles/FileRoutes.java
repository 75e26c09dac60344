package io.campusfigshare.sandbox.articles;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;

/** The routes of public files: lists and both kinds of download. */
public final class FileRoutes {

    private static final String ENTITY = "File";

    private final SandboxData data;
    private final SignedLinks links;

    public FileRoutes(SandboxData data, InstantSource clock) {
        this.data = data;
        this.links = new SignedLinks(clock);
    }

    public void mount(Router router) {
        router.get("/v2/articles/:id/files").handler(this::list);
        router.get("/v2/articles/:id/files/:file").handler(this::read);
        router.get("/v2/articles/:id/versions/:version/files").handler(this::listOfVersion);
        router.get("/v2/file/download/:file").handler(this::download);
        router.head("/v2/file/download/:file").handler(this::download);
        router.get("/s3/:file").handler(this::serve);
        router.head("/s3/:file").handler(this::serve);
        router.route("/ndownloader/files/:file").handler(Reply::challenge);
    }

    private void list(RoutingContext ctx) {
        replyPage(ctx, ArticleRoutes.find(ctx, data).latest());
    }

    private void listOfVersion(RoutingContext ctx) {
        replyPage(ctx, ArticleRoutes.version(ctx, ArticleRoutes.find(ctx, data), "ArticleVersion"));
    }

    private static void replyPage(RoutingContext ctx, JsonObject record) {
        Page page = Page.of(Params.query(ctx));
        Reply.json(
                ctx, 200, new JsonArray(page.slice(Item.objects(record, "files").toList())));
    }

    private void read(RoutingContext ctx) {
        JsonObject record = ArticleRoutes.find(ctx, data).latest();
        long id = Params.id(ctx, "file", ENTITY);
        JsonObject file = Item.objects(record, "files")
                .filter(candidate -> Item.number(candidate, "id", 0) == id)
                .findFirst()
                .orElseThrow(() -> Rejection.notFound(ENTITY));
        Reply.json(ctx, 200, file);
    }

    private void download(RoutingContext ctx) {
        JsonObject file = file(ctx);
        String link = Boolean.TRUE.equals(file.getValue("is_link_only"))
                ? file.getString("download_url")
                : Reply.baseUrl(ctx) + links.sign(Params.id(ctx, "file", ENTITY));
        ctx.response().setStatusCode(302).putHeader("Location", link).end();
    }

    // The storage is Amazon S3: its errors are XML, and it rejects requests with Figshare's tokens.
    private void serve(RoutingContext ctx) {
        if (ctx.request().headers().contains("Authorization")) {
            StoredFile.replyError(ctx, 400, "InvalidArgument", "Unsupported Authorization Type");
            return;
        }
        Optional<String> refusal = links.refusal(Params.id(ctx, "file", ENTITY), Params.query(ctx));
        if (refusal.isPresent()) {
            StoredFile.replyError(ctx, 403, "AccessDenied", refusal.get());
            return;
        }
        new StoredFile(file(ctx)).answer(ctx);
    }

    private JsonObject file(RoutingContext ctx) {
        return data.publicFile(Params.id(ctx, "file", ENTITY)).orElseThrow(() -> Rejection.notFound(ENTITY));
    }
}
