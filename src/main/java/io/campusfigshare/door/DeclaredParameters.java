package io.campusfigshare.door;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * One reading of paths and queries for all resources. Refused are a parameter of the query that the resource does not
 * declare, an empty value, a second value of what is not declared as a list, and what is no value of the declared type. In
 * a path, each number and each UUID has one way to be written. The framework would ignore the first three, take anything
 * for false, and know digits of all scripts.
 */
// Not a singleton: filters are made before there is any configuration.
@ApplicationScoped
public class DeclaredParameters {

    private static final ProblemType BODY_NOT_READ = new ProblemType("body-not-read", 400, "No body is read here");

    /** What is no body in the parameters of a method. */
    private static final List<Class<? extends Annotation>> OUTSIDE_THE_BODY =
            List.of(PathParam.class, QueryParam.class, HeaderParam.class, BeanParam.class, Context.class);

    /** OAI-PMH has rules of its own, and errors of its own. */
    private static final String OAI = "/oai";

    /** Without a sign, and without zeros in front. */
    private static final Pattern NUMBERS = Pattern.compile("0|[1-9][0-9]{0,18}");

    /** Java would take shorter ones, too. */
    private static final Pattern UUIDS = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /**
     * Of a method.
     *
     * @param path  the types of what its path is made of, by name, where they are not just text
     * @param query the parameters of its query, by name
     * @param body  whether it reads a body; also of a GET, whose body means nothing (RFC 9110, section 9.3.1)
     */
    private record Declared(Map<String, Class<?>> path, Map<String, Values> query, boolean body) {}

    /**
     * What a parameter of a query can be.
     *
     * @param type of each value
     * @param many whether there may be several
     */
    private record Values(Class<?> type, boolean many) {

        static Values of(Type declared) {
            return declared instanceof ParameterizedType list
                    ? new Values((Class<?>) list.getActualTypeArguments()[0], true)
                    : new Values((Class<?>) declared, false);
        }
    }

    private final Map<Method, Declared> known = new ConcurrentHashMap<>();

    /** After who may read at all. */
    @ServerRequestFilter(priority = Priorities.USER + 1)
    void check(ResourceInfo resource, UriInfo uri, RoutingContext context) {
        Declared declared = known.computeIfAbsent(resource.getResourceMethod(), DeclaredParameters::of);
        if (!declared.path().isEmpty()) {
            declared.path()
                    .forEach((name, type) -> check(name, uri.getPathParameters().getFirst(name), type));
        }
        if (!declared.body() && hasBody(context.request())) {
            throw new Problem(
                    BODY_NOT_READ,
                    "Send none. "
                            + (declared.query().isEmpty()
                                    ? "This operation takes nothing but its path and headers."
                                    : "Its query takes "
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
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.matches("0+");
    }

    private static void check(String name, @Nullable String value, Class<?> type) {
        if (value != null
                && !(type == UUID.class ? UUIDS : NUMBERS).matcher(value).matches()) {
            throw Problem.invalidParameter(
                    name, "in the path must be " + (type == UUID.class ? "a UUID." : "a whole number above 0."));
        }
    }

    private static void check(String name, List<String> values, Declared declared) {
        @Nullable Values known = declared.query().get(name);
        if (known == null) {
            Set<String> names = declared.query().keySet();
            throw Problem.invalidParameter(
                    name,
                    "is not a parameter of this path. "
                            + (names.isEmpty() ? "It has none." : "It knows " + String.join(", ", names) + "."));
        }
        if (values.size() > 1 && !known.many()) {
            throw Problem.invalidParameter(name, "may be given once only.");
        }
        Class<?> type = known.type();
        for (String value : values) {
            if (value.isEmpty()) {
                throw Problem.invalidParameter(name, "is empty: leave it out, or say what it is.");
            }
            if (type == boolean.class && !value.equals("true") && !value.equals("false")) {
                throw Problem.invalidParameter(name, "must be true or false.");
            }
            if ((type == int.class || type == long.class || type == Long.class) && !value.matches("-?[0-9]{1,18}")) {
                throw Problem.invalidParameter(name, "must be a whole number.");
            }
            if (type == LocalDate.class && !isDay(value)) {
                throw Problem.invalidParameter(name, "must be a day such as 2027-01-31.");
            }
        }
    }

    private static boolean isDay(String value) {
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeParseException none) {
            return false;
        }
    }

    private static Declared of(Method method) {
        Map<String, Class<?>> path = new TreeMap<>();
        Map<String, Values> query = new TreeMap<>();
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
                    || OUTSIDE_THE_BODY.stream().noneMatch(parameter::isAnnotationPresent);
        }
        return new Declared(path, query, body);
    }

    private static void add(@Nullable QueryParam parameter, Type type, Map<String, Values> query) {
        if (parameter != null) {
            query.put(parameter.value(), Values.of(type));
        }
    }
}
