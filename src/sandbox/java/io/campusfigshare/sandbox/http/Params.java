package io.campusfigshare.sandbox.http;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters of a request, from its query string or its JSON body. */
public record Params(Map<String, Object> values) {

    public static final Params NONE = new Params(Map.of());

    /** Reads the query string; the first of several values counts. */
    public static Params query(RoutingContext ctx) {
        Map<String, Object> values = new HashMap<>();
        ctx.queryParams().forEach(entry -> values.putIfAbsent(entry.getKey(), entry.getValue()));
        return new Params(values);
    }

    /** Reads the JSON body; throws a rejection with status 400 if it is not an object. */
    public static Params body(RoutingContext ctx) {
        return new Params(object(ctx).getMap());
    }

    /** Parses the body, an empty object if there is none; throws a rejection with status 400 if it is not an object. */
    public static JsonObject object(RoutingContext ctx) {
        if (ctx.body().isEmpty()) {
            return new JsonObject();
        }
        try {
            return new JsonObject(ctx.body().buffer());
        } catch (DecodeException e) {
            throw Rejection.badRequest("The body is not a JSON object");
        }
    }

    /** Returns an id from the path; throws a rejection with status 404 if it is not a positive number. */
    public static long id(RoutingContext ctx, String name, String entity) {
        String text = ctx.pathParam(name);
        if (text == null || !text.matches("[1-9]\\d{0,17}")) {
            throw Rejection.notFound(entity);
        }
        return Long.parseLong(text);
    }

    /** Returns the value unless it is missing or blank. */
    public Optional<String> text(String name) {
        Object value = values.get(name);
        return value == null || value.toString().isBlank() ? Optional.empty() : Optional.of(value.toString());
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** Returns the value; throws a rejection with status 422 if it is not an integer. */
    public OptionalLong number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("-?\\d{1,18}")) {
            throw Rejection.invalid(name + " is not an integer");
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }

    /** Returns the value or the default; throws a rejection with status 422 if it is out of bounds. */
    public long number(String name, long defaultValue, long min, long max) {
        long number = number(name).orElse(defaultValue);
        if (number < min || number > max) {
            throw Rejection.invalid(name + " must lie between " + min + " and " + max);
        }
        return number;
    }

    /** Returns the value; throws a rejection with status 422 if it is not a date. */
    public Optional<Instant> date(String name) {
        return text(name)
                .map(text -> Timestamps.parse(text)
                        .orElseThrow(() ->
                                Rejection.invalid(name + " is not a date like 2017-12-22 or 2017-12-22T10:00:00Z")));
    }
}
