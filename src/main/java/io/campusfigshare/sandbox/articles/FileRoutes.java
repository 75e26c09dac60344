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

/** The public files: their lists, and the two ways to download them. */
public final class FileRoutes {

    private static final String ENTITY = "File";

    private final SandboxData holdings;
    private final SignedLinks links;

    public FileRoutes(SandboxData holdings, InstantSource clock) {
        this.holdings = holdings;
        this.links = new SignedLinks(clock);
    }

    public void mount(Router router) {
        router.get("/v2/articles/:id/files").handler(this::list);
        router.get("/v2/articles/:id/files/:file").handler(this::one);
        router.get("/v2/articles/:id/versions/:version/files").handler(this::ofVersion);
        router.get("/v2/file/download/:file").handler(this::download);
        router.head("/v2/file/download/:file").handler(this::download);
        router.get("/s3/:file").handler(this::stored);
        router.head("/s3/:file").handler(this::stored);
        router.route("/ndownloader/files/:file").handler(Reply::challenge);
    }

    private void list(RoutingContext ctx) {
        page(ctx, ArticleRoutes.find(ctx, holdings).latest());
    }

    private void ofVersion(RoutingContext ctx) {
        page(ctx, ArticleRoutes.version(ctx, ArticleRoutes.find(ctx, holdings), "ArticleVersion"));
    }

    private static void page(RoutingContext ctx, JsonObject record) {
        Page page = Page.of(Params.query(ctx));
        Reply.json(ctx, 200, new JsonArray(page.of(Item.objects(record, "files").toList())));
    }

    private void one(RoutingContext ctx) {
        JsonObject record = ArticleRoutes.find(ctx, holdings).latest();
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
                : Reply.self(ctx) + links.sign(Params.id(ctx, "file", ENTITY));
        ctx.response().setStatusCode(302).putHeader("Location", link).end();
    }

    // The storage is another company's: its errors are XML, and it takes offence at Figshare's tokens.
    private void stored(RoutingContext ctx) {
        if (ctx.request().headers().contains("Authorization")) {
            StoredFile.refuse(ctx, 400, "InvalidArgument", "Unsupported Authorization Type");
            return;
        }
        Optional<String> refusal = links.refusal(Params.id(ctx, "file", ENTITY), Params.query(ctx));
        if (refusal.isPresent()) {
            StoredFile.refuse(ctx, 403, "AccessDenied", refusal.get());
            return;
        }
        new StoredFile(file(ctx)).answer(ctx);
    }

    private JsonObject file(RoutingContext ctx) {
        return holdings.publicFile(Params.id(ctx, "file", ENTITY)).orElseThrow(() -> Rejection.notFound(ENTITY));
    }
}
