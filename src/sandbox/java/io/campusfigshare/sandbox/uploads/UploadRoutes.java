package io.campusfigshare.sandbox.uploads;

import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The routes of the upload host. It has no accounts, only upload tokens in its paths. Only GET has answers with a body.
 */
public final class UploadRoutes {

    private static final String UPLOAD = "/upload/:token";
    private static final String PART = UPLOAD + "/:part";

    private final Uploads uploads;

    public UploadRoutes(Uploads uploads) {
        this.uploads = uploads;
    }

    /** Adds the routes; they must come before the handler that reads bodies into memory. */
    public void mount(Router router) {
        router.get(UPLOAD).handler(this::readUpload);
        router.get(PART).handler(this::readPart);
        router.put(PART).handler(this::receive);
        router.delete(PART).handler(this::resetPart);
        router.route("/upload/*").handler(ctx -> Reply.empty(ctx, 404));
    }

    /** Pauses the body until a route reads it. Discards it if the request ends without that. */
    public static void pauseBody(RoutingContext ctx) {
        HttpServerRequest request = ctx.request().pause();
        ctx.addEndHandler(ended -> request.resume());
        ctx.next();
    }

    private Optional<Upload> upload(RoutingContext ctx) {
        Optional<Upload> upload = uploads.find(String.valueOf(ctx.pathParam("token")));
        if (upload.isEmpty()) {
            Reply.empty(ctx, 404);
        } else if (Reply.hasFault(ctx, FaultKind.UPLOAD_ABORTED)) {
            upload.get().abort();
        }
        return upload;
    }

    private void readUpload(RoutingContext ctx) {
        boolean locked = Reply.hasFault(ctx, FaultKind.LOCKED_PART);
        upload(ctx).ifPresent(upload -> Reply.json(ctx, 200, upload.json(locked)));
    }

    private static Optional<Integer> part(RoutingContext ctx, Upload upload) {
        String number = String.valueOf(ctx.pathParam("part"));
        if (!number.matches("[1-9]\\d{0,8}") || !upload.has(Long.parseLong(number))) {
            Reply.empty(ctx, 404);
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(number));
    }

    private void readPart(RoutingContext ctx) {
        boolean locked = Reply.hasFault(ctx, FaultKind.LOCKED_PART);
        upload(ctx)
                .ifPresent(upload ->
                        part(ctx, upload).ifPresent(part -> Reply.json(ctx, 200, upload.json(part, locked))));
    }

    private void resetPart(RoutingContext ctx) {
        upload(ctx)
                .ifPresent(upload -> part(ctx, upload).ifPresent(part -> {
                    boolean free = upload.isPending() && !upload.isLocked(part);
                    if (free) {
                        upload.reset(part);
                    }
                    Reply.empty(ctx, free ? 200 : 409);
                }));
    }

    private void receive(RoutingContext ctx) {
        upload(ctx)
                .ifPresent(upload -> part(ctx, upload).ifPresent(part -> {
                    if (Reply.hasFault(ctx, FaultKind.LOCKED_PART) || !upload.isFree(part)) {
                        Reply.empty(ctx, 409);
                    } else if (contentLength(ctx) > upload.length(part)) {
                        Reply.empty(ctx, 400);
                    } else {
                        new PartUpload(ctx, upload, part).begin();
                    }
                }));
    }

    private static long contentLength(RoutingContext ctx) {
        String length = ctx.request().getHeader("Content-Length");
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }
}
