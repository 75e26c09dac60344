package io.campusfigshare.problem;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates and writes problems; also answers failures of the Vert.x router, before a resource is found. */
@Singleton
public class Problems {

    /** The value of WWW-Authenticate with a 403 for a token that lacks a permission (RFC 6750, section 3.1). */
    public static final String INSUFFICIENT_SCOPE = "Bearer error=\"insufficient_scope\"";

    private static final int FORBIDDEN = 403;

    private static final List<Integer> ROUTER_STATUSES = List.of(400, 401, 403, 404, 405, 406, 413, 414, 415, 431, 500);

    void registerErrorHandlers(@Observes Router router) {
        // A request with an invalid Host fails before any route. The default handler would answer with class names.
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.statusCode() == 400) {
                // RequestFilter, which names requests in metrics, has not seen it. Its path must not become a metric
                // label.
                Context current = Objects.requireNonNull(Vertx.currentContext());
                if (current.getLocal("UrlPathTemplate") == null) {
                    current.putLocal("UrlPathTemplate", "/{other}");
                }
                answer(context, of(400));
            } else {
                context.next();
            }
        });
        for (int status : ROUTER_STATUSES) {
            router.errorHandler(status, context -> {
                if (status == FORBIDDEN) {
                    context.response().putHeader("WWW-Authenticate", INSUFFICIENT_SCOPE);
                }
                answer(context, of(status));
            });
        }
    }

    /** Answers a request that is refused before routing to a resource. */
    public static void answer(RoutingContext context, Problem problem) {
        if (context.response().ended()) {
            return;
        }
        context.response()
                .setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.retryAfter() != null) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, seconds(problem.retryAfter()));
        }
        // The path as sent: a malformed path has no normalised form.
        context.response()
                .end(toJson(
                        problem, Objects.requireNonNullElse(context.request().path(), "/")));
    }

    /** Returns the JSON of a problem (RFC 9457). */
    public static Buffer toJson(Problem problem, @Nullable String instance) {
        ProblemBody body = problem.body(instance);
        var json = new JsonObject()
                .put("type", body.type())
                .put("title", body.title())
                .put("status", body.status())
                .put("detail", body.detail());
        if (instance != null) {
            json.put("instance", instance);
        }
        if (body.errors() != null) {
            var errors = new JsonArray();
            body.errors()
                    .forEach(error -> errors.add(
                            new JsonObject().put("pointer", error.pointer()).put("detail", error.detail())));
            json.put("errors", errors);
        }
        return json.toBuffer();
    }

    /** Returns the JSON of a problem that is stored, and so belongs to no request. */
    public static String toJson(Problem problem) {
        return toJson(problem, null).toString();
    }

    /**
     * Returns a delay for Retry-After, in whole seconds (RFC 9110, section 10.2.3): rounded up, and at least 1, so that
     * clients do not retry at once.
     */
    static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /** Returns the problem for an HTTP status without a more specific type. */
    public static Problem of(int status) {
        Status known = Status.fromStatusCode(status);
        String title = known == null ? "Refused" : known.getReasonPhrase();
        String name =
                status == 404 ? "not-found" : title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return new Problem(
                new ProblemType(name, status, status == 404 ? ProblemType.NOT_FOUND.title() : title), advice(status));
    }

    private static String advice(int status) {
        return switch (status) {
            case 400 -> "The request is malformed: see /openapi.";
            case 401 -> "Send a bearer token.";
            case 403 -> "The token does not permit this operation.";
            case 404 -> "The path does not exist: /openapi lists all paths.";
            case 405 -> "The path does not support this method: the Allow header lists the supported ones.";
            case 406 -> "No media type in Accept is available for this path: /openapi lists the available ones.";
            case 411 -> "Send Content-Length: Figshare requires the size before the first byte.";
            case 413 -> "The body is too large.";
            case 414 -> "The URL is longer than 8,192 characters: shorten the query.";
            case 415 -> "The path does not accept this Content-Type.";
            case 431 -> "The headers are longer than 16,384 characters: send fewer or shorter headers.";
            default ->
                status < 500
                        ? "The request was refused: see /openapi."
                        : "The service failed: report it with the X-Request-Id of this response.";
        };
    }
}
