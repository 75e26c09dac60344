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

/** Stands before every route of Figshare and lets the drawn faults delay or replace the answer. */
public final class FaultFilter implements Handler<RoutingContext> {

    private static final int MAX_HANGING = 1000;
    private static final long LONGEST_HANG_MILLIS = 300_000;
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
        boolean cursor = ctx.request().headers().contains("X-Cursor");
        List<Fault> drawn = faults.draw(ctx.request().method().name(), ctx.normalizedPath(), cursor);
        Reply.spoil(ctx, drawn);
        Optional<Fault> later = Reply.fault(ctx, FaultKind.DONE_LATER);
        if (later.isPresent()) {
            Reply.reset(ctx);
            vertx.setTimer(later.get().delayMillis(), timer -> ctx.next());
            return;
        }
        long delay = drawn.stream().mapToLong(Fault::delayBefore).max().orElse(0);
        if (delay > 0) {
            vertx.setTimer(delay, timer -> proceed(ctx, drawn));
        } else {
            proceed(ctx, drawn);
        }
    }

    private void proceed(RoutingContext ctx, List<Fault> drawn) {
        if (ctx.response().closed()) {
            return;
        }
        Optional<Fault> instead =
                drawn.stream().filter(fault -> fault.kind().instead()).findFirst();
        instead.ifPresentOrElse(fault -> answerInstead(ctx, fault), ctx::next);
    }

    private void answerInstead(RoutingContext ctx, Fault fault) {
        switch (fault.kind()) {
            case HANG -> hang(ctx);
            case RESET -> Reply.reset(ctx);
            case THROTTLE -> refuse(ctx, fault, 429, "Too many requests");
            case ERROR -> fail(ctx, fault);
            case WAF_CHALLENGE -> Reply.challenge(ctx);
            case NGINX_FORBIDDEN -> nginx(ctx, 403, "403 Forbidden");
            case HTML ->
                html(ctx, 200, "<!DOCTYPE html><html><head><title>figshare</title></head><body>Hello</body></html>");
            case CURSOR_EXPIRED -> Reply.error(ctx, Rejection.invalid("X-Cursor has expired"));
            case EMPTY_LIST -> Reply.bytes(ctx, 200, "application/json", Buffer.buffer("[]"));
            default -> throw new IllegalStateException(fault.kind() + " replaces no answer");
        }
    }

    // Gateways speak HTML, the application JSON.
    static void fail(RoutingContext ctx, Fault fault) {
        if (fault.status() > 501) {
            retryAfter(ctx, fault);
            nginx(ctx, fault.status(), fault.status() + " Gateway trouble");
        } else {
            refuse(ctx, fault, fault.status(), "Something went wrong");
        }
    }

    private static void refuse(RoutingContext ctx, Fault fault, int status, String message) {
        retryAfter(ctx, fault);
        Reply.error(ctx, new Rejection(status, status == 429 ? "TooManyRequests" : "SandboxFault", message));
    }

    private static void retryAfter(RoutingContext ctx, Fault fault) {
        if (fault.retryAfterSeconds() > 0 || fault.kind() == FaultKind.THROTTLE) {
            ctx.response().putHeader("Retry-After", String.valueOf(fault.retryAfterSeconds()));
        }
    }

    private static void nginx(RoutingContext ctx, int status, String title) {
        ctx.response().putHeader("Server", "nginx");
        html(
                ctx,
                status,
                "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
    }

    private static void html(RoutingContext ctx, int status, String page) {
        Reply.bytes(ctx, status, HTML, Buffer.buffer(page));
    }

    private void hang(RoutingContext ctx) {
        if (hanging.size() >= MAX_HANGING) {
            Reply.reset(ctx);
            return;
        }
        HttpConnection connection = ctx.request().connection();
        hanging.add(connection);
        long timer = vertx.setTimer(LONGEST_HANG_MILLIS, late -> connection.close());
        connection.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            hanging.remove(connection);
        });
    }
}
