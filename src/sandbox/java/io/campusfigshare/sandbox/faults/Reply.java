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

/** Writes every answer of the sandbox and applies the faults of its request. */
public final class Reply {

    private static final String FAULTS = "sandbox.faults";
    private static final String ANSWERED = "sandbox.answered";
    private static final String JSON = "application/json";

    private Reply() {}

    static void setFaults(RoutingContext ctx, List<Fault> selected) {
        ctx.put(FAULTS, selected);
    }

    /** Returns whether a fault of this kind applies to the request. */
    public static boolean hasFault(RoutingContext ctx, FaultKind kind) {
        return fault(ctx, kind).isPresent();
    }

    /** Returns the fault of this kind that applies to the request, if any. */
    public static Optional<Fault> fault(RoutingContext ctx, FaultKind kind) {
        return ctx.<List<Fault>>get(FAULTS, List.of()).stream()
                .filter(fault -> fault.kind() == kind)
                .findFirst();
    }

    /** Answers with one of Figshare's JSON errors, unless an answer has already ended. */
    public static void error(RoutingContext ctx, Rejection rejection) {
        if (!ctx.response().ended()) {
            json(ctx, rejection.status(), rejection.body());
        }
    }

    /** Answers with JSON, or with 304 if it is a GET whose If-None-Match has the body's ETag. */
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

    /** Answers with a status and no body. */
    public static void empty(RoutingContext ctx, int status) {
        send(ctx, () -> ctx.response().setStatusCode(status).end());
    }

    /**
     * Answers with 201 and the location of what was created. The location and the JSON start URLs with {@link
     * Item#BASE_URL}.
     */
    public static void created(RoutingContext ctx, String location, JsonObject json) {
        putLocation(ctx, location);
        if (hasFault(ctx, FaultKind.LOCATION_ONLY)) {
            empty(ctx, 201);
        } else {
            json(ctx, 201, json);
        }
    }

    /**
     * Answers with 205 and the location of what was changed. Figshare's OpenAPI description declares a JSON body for
     * it, which HTTP forbids. Whether Figshare really sends the body is unknown; the fault {@code body-205} sends it.
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

    /** Answers with a body of any type. */
    public static void bytes(RoutingContext ctx, int status, String type, Buffer body) {
        send(ctx, () -> write(ctx, status, type, body));
    }

    // The request has already been executed here, whatever its client receives.
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

    /** Resets the connection: closing with SO_LINGER 0 makes the kernel send RST instead of FIN. */
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

    /**
     * Answers like Figshare's web application firewall, which demands a browser: 202 with a challenge header and no
     * body.
     */
    public static void challenge(RoutingContext ctx) {
        ctx.response().putHeader("x-amzn-waf-action", "challenge").putHeader("Content-Length", "0");
        empty(ctx, 202);
    }

    /** Returns the scheme and host that the client used, or the loopback address if the Host header is unusable. */
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
