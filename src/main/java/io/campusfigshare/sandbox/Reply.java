package io.campusfigshare.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes every answer, spoilt as the faults of its request want it. */
final class Reply {

    /** Stands in stored records for the address that the client knows the sandbox by. */
    static final String SELF = "http://sandbox.invalid";

    private static final String SPOILERS = "sandbox.spoilers";
    private static final String JSON = "application/json";

    private Reply() {}

    static void spoil(RoutingContext ctx, List<Fault> drawn) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        drawn.forEach(fault -> kinds.add(fault.kind()));
        ctx.put(SPOILERS, kinds);
    }

    static boolean spoilt(RoutingContext ctx, FaultKind kind) {
        return ctx.<Set<FaultKind>>get(SPOILERS, Set.of()).contains(kind);
    }

    static void error(RoutingContext ctx, Rejection rejection) {
        if (!ctx.response().ended()) {
            json(ctx, rejection.status(), rejection.body());
        }
    }

    static void json(RoutingContext ctx, int status, Object json) {
        Object spoilt = json;
        if (spoilt(ctx, FaultKind.MISSING_KEYS)) {
            spoilt = Spoiling.withoutKeys(spoilt);
        }
        if (spoilt(ctx, FaultKind.BLANK)) {
            spoilt = Spoiling.blank(spoilt);
        }
        if (spoilt(ctx, FaultKind.ODD_TYPES)) {
            spoilt = Spoiling.oddTypes(spoilt);
        }
        Buffer body = Buffer.buffer(Json.encode(spoilt).replace(SELF, self(ctx)));
        if (spoilt(ctx, FaultKind.BAD_ENCODING)) {
            body = Spoiling.badEncoding(body);
        }
        if (spoilt(ctx, FaultKind.TRUNCATE_JSON)) {
            body = body.slice(0, body.length() / 2);
        }
        String type = spoilt(ctx, FaultKind.HTML_CONTENT_TYPE) ? "text/html; charset=UTF-8" : JSON;
        if (status == 200 && ctx.request().method().equals(HttpMethod.GET) && revalidated(ctx, body)) {
            ctx.response().setStatusCode(304).end();
        } else {
            bytes(ctx, status, type, body);
        }
    }

    static void bytes(RoutingContext ctx, int status, String type, Buffer body) {
        HttpServerResponse response = ctx.response().setStatusCode(status).putHeader("Content-Type", type);
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(body.length())).end();
        } else if (spoilt(ctx, FaultKind.TRUNCATE)) {
            response.putHeader("Content-Length", String.valueOf(body.length()))
                    .write(body.slice(0, body.length() / 2))
                    .onComplete(written -> ctx.request().connection().close());
        } else {
            response.end(body);
        }
    }

    // What scripts get instead of a page since the firewall asks for a browser.
    static void challenge(RoutingContext ctx) {
        ctx.response()
                .setStatusCode(202)
                .putHeader("x-amzn-waf-action", "challenge")
                .putHeader("Content-Length", "0")
                .end();
    }

    static String self(RoutingContext ctx) {
        String host = ctx.request().getHeader("Host");
        boolean plain = host != null && host.matches("[A-Za-z0-9.:\\[\\]-]+");
        return "http://"
                + (plain ? host : "127.0.0.1:" + ctx.request().localAddress().port());
    }

    private static boolean revalidated(RoutingContext ctx, Buffer body) {
        String tag = "W/\"" + Content.md5(body.getBytes()) + "\"";
        ctx.response().putHeader("ETag", tag);
        return tag.equals(ctx.request().getHeader("If-None-Match"));
    }
}
