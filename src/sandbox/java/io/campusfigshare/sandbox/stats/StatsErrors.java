package io.campusfigshare.sandbox.stats;

import io.campusfigshare.sandbox.faults.Reply;
import io.campusfigshare.sandbox.http.Params;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writes error answers in the format of Stats, which differs from that of the other APIs. */
final class StatsErrors {

    private StatsErrors() {}

    /** Runs a handler and answers with 400 if it finds an invalid parameter. */
    static void handle(RoutingContext ctx, Runnable handler) {
        try {
            handler.run();
        } catch (InvalidParameter e) {
            replyInvalid(ctx, e.parameter(), String.valueOf(e.getMessage()));
        }
    }

    static void replyMissing(RoutingContext ctx, String parameter) {
        JsonObject data = new JsonObject()
                .put("missing_params", parameter)
                .put("parameters", new JsonObject(Params.query(ctx).values()))
                .put("path", ctx.normalizedPath().substring("/stats".length()));
        replyBadRequest(ctx, data, "MissingParams", "Missing parameters: " + parameter);
    }

    static void replyInvalid(RoutingContext ctx, String parameter, String explanation) {
        JsonObject data = new JsonObject().put("extra", explanation).put("invalid_params", parameter);
        replyBadRequest(ctx, data, "InvalidParams", "Invalid parameters: " + parameter);
    }

    /**
     * Answers with 403 and returns true if a request for an institution lacks Basic authentication. The sandbox accepts
     * any user name and password.
     */
    static boolean replyIfUnauthorized(RoutingContext ctx) {
        if (StatsQuery.institution(ctx).isEmpty() || isBasic(ctx.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            return false;
        }
        Reply.json(
                ctx,
                403,
                new JsonObject().putNull("data").put("code", "Forbidden").put("message", "Unauthorized request"));
        return true;
    }

    private static boolean isBasic(@Nullable String header) {
        if (header == null || !header.matches("Basic [A-Za-z0-9+/]+=*")) {
            return false;
        }
        try {
            byte[] credentials = Base64.getDecoder().decode(header.substring("Basic ".length()));
            return new String(credentials, StandardCharsets.UTF_8).matches("(?s)[^:]+:.+");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void replyBadRequest(RoutingContext ctx, JsonObject data, String code, String message) {
        Reply.json(
                ctx, 400, new JsonObject().put("data", data).put("code", code).put("message", message));
    }
}
