package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.accounts.Accounts;
import io.campusfigshare.sandbox.accounts.Impersonation;
import io.campusfigshare.sandbox.data.SeededArticles;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Page;
import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.campusfigshare.sandbox.http.Values;
import io.campusfigshare.sandbox.uploads.Upload;
import io.campusfigshare.sandbox.uploads.Uploads;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** The files of an account's article: what surrounds their upload, which happens elsewhere. */
final class DraftFileRoutes {

    private static final String FILES = DraftRoutes.ARTICLE + "/files";
    private static final String FILE = FILES + "/:file";
    private static final long FIRST = 200_000_001;
    private static final long MAX = 200_000;
    private static final int MAX_FILES = 500;
    private static final int MAX_NAME = 1_000;
    private static final int STAGE_MILLIS = 50;

    private final AccountArticles articles;
    private final Accounts accounts;
    private final Uploads uploads;
    // Never set back, like the numbers of articles; far above those of all other files.
    private long next = FIRST;

    DraftFileRoutes(AccountArticles articles, Accounts accounts, Uploads uploads) {
        this.articles = articles;
        this.accounts = accounts;
        this.uploads = uploads;
    }

    void mount(Router router) {
        router.get(FILES).handler(this::list);
        router.post(FILES).handler(this::create);
        router.get(FILE).handler(this::one);
        router.post(FILE).handler(this::complete);
        router.delete(FILE).handler(this::remove);
    }

    private AccountArticle article(RoutingContext ctx) {
        return DraftRoutes.article(ctx, articles);
    }

    private static DraftFile file(RoutingContext ctx, AccountArticle article) {
        return Optional.ofNullable(article.files().get(Params.id(ctx, "file", "File")))
                .orElseThrow(() -> Rejection.notFound("File"));
    }

    private void list(RoutingContext ctx) {
        boolean slowly = Reply.spoilt(ctx, FaultKind.SLOW_MD5);
        List<DraftFile> files = List.copyOf(article(ctx).files().values());
        Reply.json(
                ctx,
                200,
                new JsonArray(Page.of(Params.query(ctx)).of(files).stream()
                        .map(file -> file.privateForm(slowly))
                        .toList()));
    }

    private void create(RoutingContext ctx) {
        AccountArticle article = article(ctx);
        if (article.files().size() >= MAX_FILES) {
            throw Rejection.invalid("An item has no more than " + MAX_FILES + " files");
        }
        if (next == FIRST + MAX) {
            throw new Rejection(413, "RequestEntityTooLarge", "The sandbox holds no more files: start it anew");
        }
        Values values = new Values(Params.object(ctx));
        DraftFile file = values.text("link", 1, 2_000)
                .map(link -> linked(link))
                .orElseGet(() -> awaited(values, Impersonation.account(ctx)));
        article.files().put(file.id(), file);
        articles.edit(article, article.record());
        String location = DraftRoutes.location(article) + "/files/" + file.id();
        Reply.created(ctx, location, new JsonObject().put("location", location));
    }

    private DraftFile linked(String link) {
        if (!link.matches("https?://\\S+")) {
            throw Rejection.invalid("link is not a URL");
        }
        return DraftFile.linked(next++, link);
    }

    // That the quota is taken at once, and that 422 refuses what is beyond it, is unverified.
    private DraftFile awaited(Values values, JsonObject account) {
        String name = values.text("name", 1, MAX_NAME)
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
        accounts.use(account.getLong("id"), size);
        long id = next++;
        JsonObject file = SeededArticles.file(id, name, "", size).put("supplied_md5", md5);
        return DraftFile.awaited(file, uploads.begin(id + "/" + name, size, md5), values.text("folder_path", 0, 1_000));
    }

    private void one(RoutingContext ctx) {
        DraftFile file = file(ctx, article(ctx));
        if (Reply.spoilt(ctx, FaultKind.FILE_LATE)) {
            throw Rejection.notFound("File");
        }
        Reply.json(ctx, 200, file.privateForm(Reply.spoilt(ctx, FaultKind.SLOW_MD5)));
        var _ = file.advance();
    }

    // What a second completion is answered with is not documented.
    private void complete(RoutingContext ctx) {
        DraftFile file = file(ctx, article(ctx));
        Upload upload = file.upload()
                .filter(open -> file.isCreated() && open.isPending())
                .orElseThrow(() -> Rejection.badRequest("There is no upload to complete"));
        if (!upload.isWhole()) {
            throw Rejection.badRequest("Parts of the file are missing");
        }
        boolean failed = Reply.spoilt(ctx, FaultKind.IC_FAILURE);
        upload.complete();
        file.check();
        ctx.vertx().executeBlocking(upload::sum, false).onComplete(sum -> {
            upload.close();
            file.checked(sum.succeeded() ? sum.result() : "", failed || sum.failed());
            pass(ctx.vertx(), file);
        });
        Reply.empty(ctx, 202);
    }

    private static void pass(Vertx vertx, DraftFile file) {
        vertx.setTimer(STAGE_MILLIS, timer -> {
            if (file.advance()) {
                pass(vertx, file);
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
