package io.campusfigshare.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import io.quarkus.logging.Log;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/** Answers failures in resources, and in Quarkus REST on the way to them, as problems. */
@Singleton
public class ProblemMappers {

    private static final ProblemType INVALID_TOKEN =
            new ProblemType("invalid-token", 401, "The access token is not valid");
    private static final ProblemType PROVIDER_UNAVAILABLE =
            new ProblemType("provider-unavailable", 503, "Access tokens cannot be checked now");

    @ServerExceptionMapper
    RestResponse<ProblemBody> problem(Problem problem, UriInfo uri) {
        return answer(problem, uri.getPath());
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> notFound(NotFoundException failure, UriInfo uri, ContainerRequestContext request) {
        // JAX-RS answers 404 to a path parameter that cannot be parsed. For the client, the value is wrong, not the
        // path.
        if (failure.getCause() instanceof IllegalArgumentException) {
            return answer(
                    new Problem(ProblemType.INVALID_PARAMETER, "The path contains an invalid id."), uri.getPath());
        }
        // If several resources share the beginning of a path, Quarkus REST answers 404 to a wrong method.
        Set<String> allowed = AllowedMethods.ofCurrentRequest();
        return allowed.isEmpty() || allowed.contains(request.getMethod())
                ? answer(Problems.of(404), uri.getPath())
                : methodNotAllowed(allowed, uri);
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> constraintViolation(ConstraintViolationException failure, UriInfo uri) {
        String detail = failure.getConstraintViolations().stream()
                .map(v -> lastNode(v.getPropertyPath().toString()) + ": " + v.getMessage() + ".")
                .sorted()
                .collect(Collectors.joining(" "));
        return answer(new Problem(ProblemType.INVALID_PARAMETER, detail), uri.getPath());
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> webApplication(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        String duplicate = JsonErrors.duplicateMember(failure);
        if (duplicate != null) {
            return answer(Problem.invalidParameter(duplicate, "occurs twice in the body."), uri.getPath());
        }
        String syntaxError = JsonErrors.syntaxError(failure);
        if (syntaxError != null) {
            return answer(
                    new Problem(Problems.of(400).type(), "The body is not valid JSON: " + syntaxError), uri.getPath());
        }
        if (status >= 500) {
            Log.errorf(failure, "Quarkus REST answered %d", status);
        }
        return status == 405
                ? methodNotAllowed(AllowedMethods.ofCurrentRequest(), uri)
                : answer(Problems.of(status), uri.getPath());
    }

    private static RestResponse<ProblemBody> methodNotAllowed(Set<String> allowed, UriInfo uri) {
        RestResponse<ProblemBody> answer = answer(Problems.of(405), uri.getPath());
        answer.getHeaders().putSingle("Allow", String.join(", ", allowed));
        return answer;
    }

    /** Answers JSON of another type than expected, for example a list or a number instead of an object. */
    @ServerExceptionMapper
    RestResponse<ProblemBody> wrongJsonType(MismatchedInputException failure, UriInfo uri) {
        String detail = failure instanceof PropertyBindingException unknown
                ? unknown.getPropertyName() + ": is not a member of this object. See /openapi."
                : "The body must be a JSON object: see /openapi.";
        return answer(new Problem(Problems.of(400).type(), detail), uri.getPath());
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> unexpected(Throwable failure, UriInfo uri) {
        if (isDisconnected(failure)) {
            // The client does not read this response, and no alert must follow.
            Log.debugf("The client has disconnected: %s", failure);
            return answer(Problems.of(400), uri.getPath());
        }
        Log.error("Unexpected failure", failure);
        return answer(Problems.of(500), uri.getPath());
    }

    /**
     * Returns whether the failure can be a consequence of a closed connection to the client. It may still come from
     * another connection.
     */
    private static boolean isDisconnected(Throwable failure) {
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
    RestResponse<ProblemBody> unauthorized(UnauthorizedException failure, UriInfo uri) {
        return challenge(Problems.of(401), "Bearer", uri);
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> invalidToken(AuthenticationFailedException failure, UriInfo uri) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Fetching an unknown key from the provider failed.
            if (cause instanceof OIDCException
                    || cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof VertxException) {
                return answer(providerUnavailable(cause), uri.getPath());
            }
        }
        return challenge(
                new Problem(INVALID_TOKEN, "Get a new access token for this service from the token provider."),
                "Bearer error=\"invalid_token\"",
                uri);
    }

    @ServerExceptionMapper
    RestResponse<ProblemBody> providerUnavailable(OIDCException failure, UriInfo uri) {
        return answer(providerUnavailable(failure), uri.getPath());
    }

    private static Problem providerUnavailable(Throwable failure) {
        return new Problem(
                PROVIDER_UNAVAILABLE,
                "The token provider does not respond: try again.",
                Duration.ofSeconds(5),
                failure);
    }

    /** Answers with WWW-Authenticate, which contains the error if the client sent a token (RFC 6750, section 3). */
    private static RestResponse<ProblemBody> challenge(Problem problem, String challenge, UriInfo uri) {
        RestResponse<ProblemBody> answer = answer(problem, uri.getPath());
        answer.getHeaders().putSingle("WWW-Authenticate", challenge);
        return answer;
    }

    private static RestResponse<ProblemBody> answer(Problem problem, @Nullable String path) {
        var answer = RestResponse.ResponseBuilder.<ProblemBody>create(
                        problem.type().status())
                .entity(problem.body(path))
                .header("Content-Type", ProblemBody.MEDIA_TYPE)
                .header("Cache-Control", "no-store");
        if (problem.retryAfter() != null) {
            answer.header("Retry-After", Problems.seconds(problem.retryAfter()));
        }
        if (problem.type().status() == 403) {
            answer.header("WWW-Authenticate", Problems.INSUFFICIENT_SCOPE);
        }
        return answer.build();
    }

    private static String lastNode(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
