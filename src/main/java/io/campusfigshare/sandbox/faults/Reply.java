package io.campusfigshare.sandbox.faults;

import io.campusfigshare.sandbox.data.FileContent;
import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.Rejection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Writes every answer, spoilt as the faults of its request want it. */
public final class Reply {

    private static final String FAULTS = "sandbox.spoilers";
    private static final String ANSWERED = "sandbox.told";
    private static final String JSON = "application/json";

    private Reply() {}

    static void setFaults(RoutingContext ctx, List<Fault> selected) {
        ctx.put(FAULTS, selected);
    }

    public static boolean hasFault(RoutingContext ctx, FaultKind kind) {
        return fault(ctx, kind).isPresent();
    }

    public static Optional<Fault> fault(RoutingContext ctx, FaultKind kind) {
        return ctx.<List<Fault>>get(FAULTS, List.of()).stream()
                .filter(fault -> fault.kind() == kind)
                .findFirst();
    }

    public static void error(RoutingContext ctx, Rejection rejection) {
        if (!ctx.response().ended()) {
            json(ctx, rejection.status(), rejection.body());
        }
    }

    public static void json(RoutingContext ctx, int status, Object json) {
        Object answer = json;
        if (hasFault(ctx, FaultKind.MISSING_KEYS)) {
            answer = CorruptedJson.withoutOptionalKeys(answer);
        }
        if (hasFault(ctx, FaultKind.BLANK)) {
            answer = CorruptedJson.swapNullAndEmpty(answer);
        }
        if (hasFault(ctx, FaultKind.ODD_TYPES)) {
            answer = CorruptedJson.oddTypes(answer);
        }
        Buffer body = Buffer.buffer(Json.encode(answer).replace(Item.BASE_URL, baseUrl(ctx)));
        if (hasFault(ctx, FaultKind.BAD_ENCODING)) {
            body = CorruptedJson.badEncoding(body);
        }
        if (hasFault(ctx, FaultKind.TRUNCATE_JSON)) {
            body = body.slice(0, body.length() / 2);
        }
        String type = hasFault(ctx, FaultKind.HTML_CONTENT_TYPE) ? "text/html; charset=UTF-8" : JSON;
        if (status == 200 && ctx.request().method().equals(HttpMethod.GET) && matchesETag(ctx, body)) {
            empty(ctx, 304);
        } else {
            bytes(ctx, status, type, body);
        }
    }

    /** Nothing but a status. */
    public static void empty(RoutingContext ctx, int status) {
        send(ctx, () -> ctx.response().setStatusCode(status).end());
    }

    /** Of something that was created; the JSON has {@link Item#SELF} for the address, and so has the location. */
    public static void created(RoutingContext ctx, String location, JsonObject json) {
        putLocation(ctx, location);
        if (hasFault(ctx, FaultKind.LOCATION_ONLY)) {
            empty(ctx, 201);
        } else {
            json(ctx, 201, json);
        }
    }

    /**
     * Of something that was changed, where Figshare's description declares JSON, which HTTP forbids. Whether it is really
     * sent is unknown, so that a fault sends it.
     */
    public static void changed(RoutingContext ctx, String location, JsonArray warnings) {
        putLocation(ctx, location);
        if (hasFault(ctx, FaultKind.BODY_205)) {
            ResetContentBody.install(ctx);
            json(
                    ctx,
                    ResetContentBody.MARKER_STATUS,
                    new JsonObject().put("location", location).put("warnings", warnings));
        } else {
            empty(ctx, 205);
        }
    }

    public static void bytes(RoutingContext ctx, int status, String type, Buffer body) {
        send(ctx, () -> write(ctx, status, type, body));
    }

    // By now the request has been carried out, whatever its sender is told of it.
    private static void send(RoutingContext ctx, Runnable answer) {
        if (ctx.get(ANSWERED) != null) {
            answer.run();
            return;
        }
        ctx.put(ANSWERED, true);
        if (hasFault(ctx, FaultKind.DONE_LATER)) {
            return;
        }
        if (hasFault(ctx, FaultKind.LOST_ANSWER)) {
            resetConnection(ctx);
            return;
        }
        Runnable outcome = fault(ctx, FaultKind.ERROR_AFTER)
                .<Runnable>map(fault -> () -> {
                    ctx.response().headers().clear();
                    FaultFilter.replyServerError(ctx, fault);
                })
                .orElse(answer);
        fault(ctx, FaultKind.LATE_ANSWER)
                .ifPresentOrElse(
                        late -> ctx.vertx().setTimer(late.delayMillis(), timer -> runIfOpen(ctx, outcome)),
                        () -> runIfOpen(ctx, outcome));
    }

    private static void runIfOpen(RoutingContext ctx, Runnable answer) {
        if (!ctx.response().closed()) {
            answer.run();
        }
    }

    /** Closing with no time to linger makes the kernel send RST instead of FIN. */
    static void resetConnection(RoutingContext ctx) {
        Channel channel = channel(ctx);
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = channel.close();
    }

    static Channel channel(RoutingContext ctx) {
        return ((ConnectionBase) ctx.request().connection()).channel();
    }

    private static void write(RoutingContext ctx, int status, String type, Buffer body) {
        HttpServerResponse response = ctx.response().setStatusCode(status).putHeader("Content-Type", type);
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(body.length())).end();
        } else if (hasFault(ctx, FaultKind.TRUNCATE)) {
            response.putHeader("Content-Length", String.valueOf(body.length()))
                    .write(body.slice(0, body.length() / 2))
                    .onComplete(written -> ctx.request().connection().close());
        } else {
            response.end(body);
        }
    }

    // What scripts get instead of a page since the firewall asks for a browser.
    public static void challenge(RoutingContext ctx) {
        ctx.response().putHeader("x-amzn-waf-action", "challenge").putHeader("Content-Length", "0");
        empty(ctx, 202);
    }

    public static String baseUrl(RoutingContext ctx) {
        String host = ctx.request().getHeader("Host");
        boolean plain = host != null && host.matches("[A-Za-z0-9.:\\[\\]-]+");
        return "http://"
                + (plain ? host : "127.0.0.1:" + ctx.request().localAddress().port());
    }

    private static void putLocation(RoutingContext ctx, String location) {
        ctx.response().putHeader("Location", location.replace(Item.BASE_URL, baseUrl(ctx)));
    }

    private static boolean matchesETag(RoutingContext ctx, Buffer body) {
        String tag = "W/\"" + FileContent.md5(body.getBytes()) + "\"";
        ctx.response().putHeader("ETag", tag);
        return tag.equals(ctx.request().getHeader("If-None-Match"));
    }
}
