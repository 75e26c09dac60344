package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Accounts;
import io.campusfigshare.sandbox.accounts.Impersonation;
import io.campusfigshare.sandbox.data.SeededArticles;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.uploads.Upload;
import io.campusfigshare.sandbox.uploads.Uploads;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** The routes of an account's files, except the upload of their parts. */
final class DraftFileRoutes {

    private static final String FILES_PATH = DraftRoutes.ARTICLE + "/files";
    private static final String FILE_PATH = FILES_PATH + "/:file";
    private static final int MAX_FILES = 200_000;
    private static final int MAX_FILES_PER_ARTICLE = 500;
    private static final int MAX_NAME_CHARACTERS = 1_000;
    private static final int STAGE_MILLIS = 50;

    private final AccountArticles articles;
    private final Accounts accounts;
    private final Uploads uploads;
    private int files;

    DraftFileRoutes(AccountArticles articles, Accounts accounts, Uploads uploads) {
        this.articles = articles;
        this.accounts = accounts;
        this.uploads = uploads;
    }

    void mount(Router router) {
        router.get(FILES_PATH).handler(this::list);
        router.post(FILES_PATH).handler(this::create);
        router.get(FILE_PATH).handler(this::read);
        router.post(FILE_PATH).handler(this::complete);
        router.delete(FILE_PATH).handler(this::remove);
    }

    private AccountArticle article(RoutingContext ctx) {
        return DraftRoutes.article(ctx, articles);
    }

    private static DraftFile file(RoutingContext ctx, AccountArticle article) {
        return Optional.ofNullable(article.files().get(Params.id(ctx, "file", "File")))
                .orElseThrow(() -> Rejection.notFound("File"));
    }

    private void list(RoutingContext ctx) {
        boolean delayed = Reply.hasFault(ctx, FaultKind.SLOW_MD5);
        List<DraftFile> files = List.copyOf(article(ctx).files().values());
        Reply.json(
                ctx,
                200,
                new JsonArray(Page.of(Params.query(ctx)).slice(files).stream()
                        .map(file -> file.privateJson(delayed))
                        .toList()));
    }

    private void create(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        if (article.files().size() >= MAX_FILES_PER_ARTICLE) {
            throw Rejection.invalid("An item has no more than " + MAX_FILES_PER_ARTICLE + " files");
        }
        if (files == MAX_FILES) {
            throw new Rejection(413, "RequestEntityTooLarge", "The sandbox cannot hold more files: restart it");
        }
        JsonFields values = new JsonFields(Params.object(ctx));
        DraftFile file = values.text("link", 1, 2_000)
                .map(link -> linked(link))
                .orElseGet(() -> forUpload(values, Impersonation.account(ctx)));
        files++;
        article.files().put(file.id(), file);
        articles.edit(article, article.record());
        String location = DraftRoutes.location(article) + "/files/" + file.id();
        Reply.created(ctx, location, new JsonObject().put("location", location));
    }

    private DraftFile linked(String link) {
        if (!link.matches("https?://\\S+")) {
            throw Rejection.invalid("link is not a URL");
        }
        return DraftFile.linked(articles.allocateId(), link);
    }

    // That the quota counts at once, and that a larger file is rejected with 422, is unverified.
    private DraftFile forUpload(JsonFields values, JsonObject account) {
        String name = values.text("name", 1, MAX_NAME_CHARACTERS)
                .orElseThrow(() -> Rejection.badRequest("Missing mandatory field - name"));
        long size = values.number("size").orElseThrow(() -> Rejection.badRequest("Missing mandatory field - size"));
        String md5 = values.text("md5", 0, 32).orElse("");
        if (size < 0 || !md5.matches("([0-9a-fA-F]{32})?")) {
            throw Rejection.badRequest("size or md5 is invalid");
        }
        if (size > Accounts.maximumFileSize(account)) {
            throw new Rejection(422, "FileTooLarge", "The file is larger than the maximum file size");
        }
        if (size > Accounts.freeQuota(account)) {
            throw new Rejection(422, "QuotaExceeded", "The file is larger than what is left of the quota");
        }
        accounts.useQuota(account.getLong("id"), size);
        long id = articles.allocateId();
        JsonObject file = SeededArticles.file(id, name, "", size).put("supplied_md5", md5);
        return DraftFile.forUpload(
                file, uploads.create(id + "/" + name, size, md5), values.text("folder_path", 0, 1_000));
    }

    private void read(RoutingContext ctx) {
        DraftFile file = file(ctx, article(ctx));
        if (Reply.hasFault(ctx, FaultKind.FILE_LATE)) {
            throw Rejection.notFound("File");
        }
        Reply.json(ctx, 200, file.privateJson(Reply.hasFault(ctx, FaultKind.SLOW_MD5)));
        var _ = file.advance();
    }

    // The answer to a second completion is undocumented.
    private void complete(RoutingContext ctx) {
        DraftFile file = file(ctx, article(ctx));
        Upload upload = file.upload()
                .filter(open -> file.isCreated() && open.isPending())
                .orElseThrow(() -> Rejection.badRequest("There is no upload to complete"));
        if (!upload.isWhole()) {
            throw Rejection.badRequest("Parts of the file are missing");
        }
        boolean failed = Reply.hasFault(ctx, FaultKind.IC_FAILURE);
        upload.complete();
        file.startCheck();
        ctx.vertx().executeBlocking(upload::md5Sum, false).onComplete(md5 -> {
            upload.close();
            file.finishCheck(md5.succeeded() ? md5.result() : "", failed || md5.failed());
            advanceStages(ctx.vertx(), file);
        });
        Reply.empty(ctx, 202);
    }

    private static void advanceStages(Vertx vertx, DraftFile file) {
        vertx.setTimer(STAGE_MILLIS, timer -> {
            if (file.advance()) {
                advanceStages(vertx, file);
            }
        });
    }

    private void remove(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        DraftFile file = file(ctx, article);
        article.files().remove(file.id());
        articles.release(article, file);
        articles.edit(article, article.record());
        Reply.empty(ctx, 204);
    }
}
