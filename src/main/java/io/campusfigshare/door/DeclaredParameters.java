package io.campusfigshare.door;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Validates path and query parameters for all resources, by their declarations. Refuses an undeclared query parameter,
 * an empty value, a second value of a parameter that is not a list, and a value that does not have the declared type.
 * In a path, every number and UUID has exactly one spelling. Quarkus REST would ignore the first three, read any text
 * as false, and accept digits of all scripts. Also refuses a body that the resource does not read.
 */
// Not a singleton: Quarkus creates request filters before there is a configuration.
@ApplicationScoped
public class DeclaredParameters {

    private static final ProblemType BODY_NOT_READ =
            new ProblemType("body-not-read", 400, "This operation has no body");

    /** How long to wait for the end of a request over HTTP/2; one that goes on has a body. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** The annotations of method parameters that are not the body. */
    private static final List<Class<? extends Annotation>> NOT_BODY =
            List.of(PathParam.class, QueryParam.class, HeaderParam.class, BeanParam.class, Context.class);

    /** OAI-PMH has its own rules and errors for parameters. */
    private static final String OAI = "/oai";

    /** Without sign and leading zeros. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

    /** UUID.fromString also accepts shorter forms. */
    private static final Pattern UUID_PATTERN = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /**
     * The declarations of a resource method.
     *
     * @param path  the types of path parameters by name, except strings
     * @param query the query parameters by name
     * @param body  whether a body is accepted; true for GET, whose body has no meaning (RFC 9110, section 9.3.1)
     */
    private record Declared(Map<String, Class<?>> path, Map<String, QueryType> query, boolean body) {}

    /**
     * The type of a query parameter.
     *
     * @param type the type of each value
     * @param list whether the parameter may be repeated
     */
    private record QueryType(Class<?> type, boolean list) {

        static QueryType of(Type declared) {
            return declared instanceof ParameterizedType generic
                    ? new QueryType((Class<?>) generic.getActualTypeArguments()[0], true)
                    : new QueryType((Class<?>) declared, false);
        }
    }

    private final Map<Method, Declared> declarations = new ConcurrentHashMap<>();

    /** Runs after the authorisation of the caller. */
    @ServerRequestFilter(priority = Priorities.USER + 1)
    void check(ResourceInfo resource, UriInfo uri, RoutingContext context) {
        Declared declared = declarations.computeIfAbsent(resource.getResourceMethod(), DeclaredParameters::of);
        if (!declared.path().isEmpty()) {
            declared.path()
                    .forEach((name, type) -> check(name, uri.getPathParameters().getFirst(name), type));
        }
        if (!declared.body() && hasBody(context.request())) {
            throw new Problem(
                    BODY_NOT_READ,
                    "Send no body. "
                            + (declared.query().isEmpty()
                                    ? "This operation has no query parameters either."
                                    : "Its query parameters are "
                                            + String.join(", ", declared.query().keySet()) + "."));
        }
        String query = context.request().query();
        if (query != null && !query.isEmpty() && !OAI.equals(context.request().path())) {
            for (String name : context.queryParams().names()) {
                check(name, context.queryParams().getAll(name), declared);
            }
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return !length.matches("0+");
        }
        return request.version() == HttpVersion.HTTP_2
                ? bodyArrives(request)
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /**
     * Waits for the first bytes of a body or for the end of the request: HTTP/2 announces a body by no header. Blocks;
     * the operations without a body run on virtual threads.
     */
    private static boolean bodyArrives(HttpServerRequest request) {
        var arrives = new CompletableFuture<Boolean>();
        Objects.requireNonNull(Vertx.currentContext()).runOnContext(run -> {
            if (request.isEnded()) {
                arrives.complete(false);
                return;
            }
            request.exceptionHandler(cancelled -> arrives.complete(true));
            request.endHandler(end -> arrives.complete(false));
            request.handler(bytes -> {
                if (bytes.length() > 0) {
                    arrives.complete(true);
                }
            });
            request.resume();
        });
        return arrives.completeOnTimeout(true, MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static void check(String name, @Nullable String value, Class<?> type) {
        if (value != null
                && !(type == UUID.class ? UUID_PATTERN : NUMBER).matcher(value).matches()) {
            throw Problem.invalidParameter(
                    name, "in the path must be " + (type == UUID.class ? "a UUID." : "a whole number above 0."));
        }
    }

    private static void check(String name, List<String> values, Declared declared) {
        @Nullable QueryType known = declared.query().get(name);
        if (known == null) {
            Set<String> names = declared.query().keySet();
            throw Problem.invalidParameter(
                    name,
                    "is not a parameter of this path. "
                            + (names.isEmpty()
                                    ? "It has none."
                                    : "Its parameters are " + String.join(", ", names) + "."));
        }
        if (values.size() > 1 && !known.list()) {
            throw Problem.invalidParameter(name, "must not be repeated.");
        }
        Class<?> type = known.type();
        for (String value : values) {
            if (value.isEmpty()) {
                throw Problem.invalidParameter(name, "is empty: remove it or give it a value.");
            }
            if (value.indexOf('\0') >= 0) {
                throw Problem.invalidParameter(name, "must not have the character U+0000.");
            }
            if (type == boolean.class && !value.equals("true") && !value.equals("false")) {
                throw Problem.invalidParameter(name, "must be true or false.");
            }
            if ((type == int.class || type == long.class || type == Long.class) && !value.matches("-?[0-9]{1,18}")) {
                throw Problem.invalidParameter(name, "must be a whole number.");
            }
            if (type == LocalDate.class && !isDate(value)) {
                throw Problem.invalidParameter(name, "must be a date such as 2027-01-31.");
            }
        }
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeParseException malformed) {
            return false;
        }
    }

    private static Declared of(Method method) {
        Map<String, Class<?>> path = new TreeMap<>();
        Map<String, QueryType> query = new TreeMap<>();
        boolean body = method.isAnnotationPresent(GET.class);
        for (Parameter parameter : method.getParameters()) {
            add(parameter.getAnnotation(QueryParam.class), parameter.getParameterizedType(), query);
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Class<?> type = parameter.getType(); type != Object.class; type = type.getSuperclass()) {
                    for (Field field : type.getDeclaredFields()) {
                        add(field.getAnnotation(QueryParam.class), field.getGenericType(), query);
                    }
                }
            }
            PathParam part = parameter.getAnnotation(PathParam.class);
            if (part != null && parameter.getType() != String.class) {
                path.put(part.value(), parameter.getType());
            }
            body |= parameter.getType() == HttpServerRequest.class
                    || NOT_BODY.stream().noneMatch(parameter::isAnnotationPresent);
        }
        return new Declared(path, query, body);
    }

    private static void add(@Nullable QueryParam parameter, Type type, Map<String, QueryType> query) {
        if (parameter != null) {
            query.put(parameter.value(), QueryType.of(type));
        }
    }
}
