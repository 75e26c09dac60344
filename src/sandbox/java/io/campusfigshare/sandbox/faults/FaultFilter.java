package io.campusfigshare.sandbox.faults;

import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs before every route of the simulated Figshare and applies the faults that delay or replace the answer. */
public final class FaultFilter implements Handler<RoutingContext> {

    private static final int MAX_HANGING_CONNECTIONS = 1000;
    private static final long MAX_HANG_MILLIS = 300_000;
    private static final String HTML = "text/html";

    private final Vertx vertx;
    private final Faults faults;
    private final Set<HttpConnection> hanging = new HashSet<>();

    public FaultFilter(Vertx vertx, Faults faults) {
        this.vertx = vertx;
        this.faults = faults;
    }

    @Override
    public void handle(RoutingContext ctx) {
        boolean hasCursor = ctx.request().headers().contains("X-Cursor");
        List<Fault> selected = faults.select(ctx.request().method().name(), ctx.normalizedPath(), hasCursor);
        Reply.setFaults(ctx, selected);
        Optional<Fault> doneLater = Reply.fault(ctx, FaultKind.DONE_LATER);
        if (doneLater.isPresent()) {
            Reply.resetConnection(ctx);
            vertx.setTimer(doneLater.get().delayMillis(), timer -> ctx.next());
            return;
        }
        long delay = selected.stream().mapToLong(Fault::delayBefore).max().orElse(0);
        if (delay > 0) {
            vertx.setTimer(delay, timer -> continueOrReplace(ctx, selected));
        } else {
            continueOrReplace(ctx, selected);
        }
    }

    private void continueOrReplace(RoutingContext ctx, List<Fault> selected) {
        if (ctx.response().closed()) {
            return;
        }
        Optional<Fault> replacing =
                selected.stream().filter(fault -> fault.kind().replacesAnswer()).findFirst();
        replacing.ifPresentOrElse(fault -> replaceAnswer(ctx, fault), ctx::next);
    }

    private void replaceAnswer(RoutingContext ctx, Fault fault) {
        switch (fault.kind()) {
            case HANG -> hang(ctx);
            case RESET -> Reply.resetConnection(ctx);
            case THROTTLE -> replyError(ctx, fault, 429, "Too many requests");
            case ERROR -> replyServerError(ctx, fault);
            case WAF_CHALLENGE -> Reply.challenge(ctx);
            case NGINX_FORBIDDEN -> replyNginx(ctx, 403, "403 Forbidden");
            case HTML ->
                replyHtml(
                        ctx, 200, "<!DOCTYPE html><html><head><title>figshare</title></head><body>Hello</body></html>");
            case CURSOR_EXPIRED -> Reply.error(ctx, Rejection.invalid("X-Cursor has expired"));
            case EMPTY_LIST -> Reply.bytes(ctx, 200, "application/json", Buffer.buffer("[]"));
            default -> throw new IllegalStateException(fault.kind() + " does not replace an answer");
        }
    }

    // Gateways answer with HTML, the application with JSON.
    static void replyServerError(RoutingContext ctx, Fault fault) {
        if (fault.status() > 501) {
            retryAfter(ctx, fault);
            replyNginx(ctx, fault.status(), fault.status() + " Gateway trouble");
        } else {
            replyError(ctx, fault, fault.status(), "Something went wrong");
        }
    }

    private static void replyError(RoutingContext ctx, Fault fault, int status, String message) {
        retryAfter(ctx, fault);
        Reply.error(ctx, new Rejection(status, status == 429 ? "TooManyRequests" : "SandboxFault", message));
    }

    private static void retryAfter(RoutingContext ctx, Fault fault) {
        if (fault.retryAfterSeconds() > 0 || fault.kind() == FaultKind.THROTTLE) {
            ctx.response().putHeader("Retry-After", String.valueOf(fault.retryAfterSeconds()));
        }
    }

    private static void replyNginx(RoutingContext ctx, int status, String title) {
        ctx.response().putHeader("Server", "nginx");
        replyHtml(
                ctx,
                status,
                "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
    }

    private static void replyHtml(RoutingContext ctx, int status, String page) {
        Reply.bytes(ctx, status, HTML, Buffer.buffer(page));
    }

    private void hang(RoutingContext ctx) {
        if (hanging.size() >= MAX_HANGING_CONNECTIONS) {
            Reply.resetConnection(ctx);
            return;
        }
        HttpConnection connection = ctx.request().connection();
        hanging.add(connection);
        long timer = vertx.setTimer(MAX_HANG_MILLIS, late -> connection.close());
        connection.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            hanging.remove(connection);
        });
    }
}
