package io.campusfigshare.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.logging.Log;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/** Answers every failure as a problem: ours, the framework's, and those that happen before a resource is found. */
@Singleton
public class Problems {

    private static final ProblemType INVALID_TOKEN = new ProblemType("invalid-token", 401, "The token is not valid");
    private static final ProblemType NO_PROVIDER =
            new ProblemType("provider-unavailable", 503, "Tokens cannot be checked now");

    /** RFC 6750, section 3.1: with every 403 that is about what the token permits. */
    public static final String INSUFFICIENT_SCOPE = "Bearer error=\"insufficient_scope\"";

    private static final int FORBIDDEN = 403;

    /** As Jackson says it, which has no type of its own for that. */
    private static final Pattern GIVEN_TWICE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

    private static final List<Integer> ROUTER_STATUSES = List.of(400, 401, 403, 404, 405, 406, 413, 414, 415, 431, 500);

    @ServerExceptionMapper
    RestResponse<ProblemBody> ours(Problem problem, UriInfo uri) {
        return answer(problem, uri.getPath());
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> notFound(NotFoundException failure, UriInfo uri, ContainerRequestContext request) {
        // JAX-RS answers 404 to a parameter that cannot be parsed; to the caller the path is right and the value wrong.
        if (failure.getCause() instanceof IllegalArgumentException) {
            return answer(new Problem(ProblemType.INVALID_PARAMETER, "An id in the path is not one."), uri.getPath());
        }
        // Where several resources share the beginning of a path, the framework takes a wrong method for a wrong path.
        Set<String> allowed = AllowedMethods.ofCurrentRequest();
        return allowed.isEmpty() || allowed.contains(request.getMethod())
                ? answer(of(404), uri.getPath())
                : notAllowed(allowed, uri);
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> violated(ConstraintViolationException failure, UriInfo uri) {
        String detail = failure.getConstraintViolations().stream()
                .map(v -> lastNode(v.getPropertyPath().toString()) + ": " + v.getMessage() + ".")
                .sorted()
                .collect(Collectors.joining(" "));
        return answer(new Problem(ProblemType.INVALID_PARAMETER, detail), uri.getPath());
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> framework(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        String twice = memberGivenTwice(failure);
        if (twice != null) {
            return answer(Problem.invalidParameter(twice, "stands in the body twice."), uri.getPath());
        }
        String unreadable = whyNotJson(failure);
        if (unreadable != null) {
            return answer(new Problem(of(400).type(), "The body is no JSON: " + unreadable), uri.getPath());
        }
        if (status >= 500) {
            Log.errorf(failure, "The framework answered %d", status);
        }
        return status == 405 ? notAllowed(AllowedMethods.ofCurrentRequest(), uri) : answer(of(status), uri.getPath());
    }

    private static RestResponse<ProblemBody> notAllowed(Set<String> allowed, UriInfo uri) {
        RestResponse<ProblemBody> answer = answer(of(405), uri.getPath());
        answer.getHeaders().putSingle("Allow", String.join(", ", allowed));
        return answer;
    }

    /** The member that some JSON has more than once, where that is why it was refused. */
    public static @Nullable String memberGivenTwice(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamReadException unreadable) {
                Matcher twice = GIVEN_TWICE.matcher(unreadable.getOriginalMessage());
                if (twice.matches()) {
                    return twice.group(1);
                }
            }
        }
        return null;
    }

    /** Where it ceases to be JSON, and what Jackson expected there; null where that is not why it was refused. */
    public static @Nullable String whyNotJson(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamReadException unreadable) {
                JsonLocation place = unreadable.getLocation();
                // Of the start of what has no end, Jackson shows where it has the bytes from.
                String why = unreadable
                        .getOriginalMessage()
                        .replaceAll("\\s*\\(start marker at .*", "")
                        .replaceAll("\\s+", " ");
                return place == null
                        ? why + "."
                        : "line %d, column %d: %s.".formatted(place.getLineNr(), place.getColumnNr(), why);
            }
        }
        return null;
    }

    /** It is JSON, and not of the shape that is read here: a list or a number where an object is wanted. */
    @ServerExceptionMapper
    RestResponse<ProblemBody> misshapen(MismatchedInputException failure, UriInfo uri) {
        return answer(
                new Problem(of(400).type(), "The body must be one JSON object: /openapi shows it."), uri.getPath());
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> unexpected(Throwable failure, UriInfo uri) {
        if (hasHungUp(failure)) {
            // Nobody reads this answer, and nobody is to be woken by it.
            Log.debugf("The client has hung up: %s", failure);
            return answer(of(400), uri.getPath());
        }
        Log.error("Unexpected failure", failure);
        return answer(of(500), uri.getPath());
    }

    /** Whether the caller's connection has ended, and this is what came of that; another one may have, too. */
    private static boolean hasHungUp(Throwable failure) {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        if (request == null || !request.serverResponse().closed()) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof VertxException) {
                return true;
            }
        }
        return false;
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> noToken(UnauthorizedException failure, UriInfo uri) {
        return challenge(of(401), "Bearer", uri);
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> tokenRefused(AuthenticationFailedException failure, UriInfo uri) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // A key that we do not know had to be asked for.
            if (cause instanceof OIDCException
                    || cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof VertxException) {
                return answer(providerIsDown(cause), uri.getPath());
            }
        }
        return challenge(
                new Problem(INVALID_TOKEN, "Get a new access token for this service from its provider."),
                "Bearer error=\"invalid_token\"",
                uri);
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> providerIsDown(OIDCException failure, UriInfo uri) {
        return answer(providerIsDown(failure), uri.getPath());
    }

    private static Problem providerIsDown(Throwable failure) {
        return new Problem(
                NO_PROVIDER, "The provider of tokens does not answer: try again.", Duration.ofSeconds(5), failure);
    }

    /** RFC 6750, section 3: what to show, and the error where something was shown. */
    private static RestResponse<ProblemBody> challenge(Problem problem, String challenge, UriInfo uri) {
        RestResponse<ProblemBody> answer = answer(problem, uri.getPath());
        answer.getHeaders().putSingle("WWW-Authenticate", challenge);
        return answer;
    }

    void beforeAnyResource(@Observes Router router) {
        // A request to no host fails before any route; the framework's own handler would show its class names.
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.statusCode() == 400) {
                // Nor has the door seen it, which names it in metrics: its path must not do so.
                Context named = Objects.requireNonNull(Vertx.currentContext());
                if (named.getLocal("UrlPathTemplate") == null) {
                    named.putLocal("UrlPathTemplate", "/{other}");
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

    /** Answers at the level of the router, for what is refused before a resource is looked for. */
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
        // As it came: what cannot be read cannot be put in order either.
        context.response()
                .end(written(
                        problem, Objects.requireNonNullElse(context.request().path(), "/")));
    }

    /** As RFC 9457 writes it. */
    public static Buffer written(Problem problem, @Nullable String instance) {
        ProblemBody body = problem.body(instance);
        var written = new JsonObject()
                .put("type", body.type())
                .put("title", body.title())
                .put("status", body.status())
                .put("detail", body.detail());
        return (instance == null ? written : written.put("instance", instance)).toBuffer();
    }

    private static RestResponse<ProblemBody> answer(Problem problem, @Nullable String path) {
        var answer = RestResponse.ResponseBuilder.<ProblemBody>create(
                        problem.type().status())
                .entity(problem.body(path))
                .header("Content-Type", ProblemBody.MEDIA_TYPE)
                .header("Cache-Control", "no-store");
        if (problem.retryAfter() != null) {
            answer.header("Retry-After", seconds(problem.retryAfter()));
        }
        if (problem.type().status() == FORBIDDEN) {
            answer.header("WWW-Authenticate", INSUFFICIENT_SCOPE);
        }
        return answer.build();
    }

    /** RFC 9110, section 10.2.3 knows whole seconds only; rounded up, and never 0, which would invite a storm. */
    static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /** The framework's own refusals, in our words. */
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
            case 400 -> "The request cannot be understood: check its syntax against /openapi.";
            case 401 -> "Send a bearer token.";
            case 403 -> "This token does not permit that.";
            case 404 -> "No such path: /openapi lists those that exist.";
            case 405 -> "This path does not know that method: the Allow header lists those it knows.";
            case 406 -> "No answer of the media types in Accept exists here: /openapi lists those that do.";
            case 411 -> "Send Content-Length: Figshare wants to know it before the first byte.";
            case 413 -> "The body is too large.";
            case 414 -> "The URL is longer than 8,192 characters: shorten the query.";
            case 415 -> "The Content-Type of the body is not one that this path reads.";
            case 431 -> "The headers are longer than 16,384 characters: send fewer or shorter ones.";
            default ->
                status < 500
                        ? "The request was refused: check it against /openapi."
                        : "The failure is ours: report it with the X-Request-Id of this answer.";
        };
    }

    private static String lastNode(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
