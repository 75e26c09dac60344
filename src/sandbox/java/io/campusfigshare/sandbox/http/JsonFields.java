package io.campusfigshare.sandbox.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that a client sent. Reading is strict: a value of the wrong type or length is rejected
 * with 400, and a list of more than 1000 entries with 422. A missing field is empty.
 */
public record JsonFields(JsonObject json) {

    private static final int MAX_LIST_SIZE = 1000;

    boolean has(String key) {
        return json.containsKey(key);
    }

    /** Returns a string; the bounds of its length are code points. */
    public Optional<String> text(String key, int min, int max) {
        return read(key, value -> text(key, value, min, max));
    }

    public Optional<Boolean> bool(String key) {
        return read(key, value -> cast(key, value, Boolean.class, "a boolean"));
    }

    public Optional<Long> number(String key) {
        return read(key, value -> number(key, value));
    }

    public Optional<JsonObject> object(String key) {
        return read(key, value -> cast(key, value, JsonObject.class, "an object"));
    }

    public Optional<List<String>> texts(String key, int max) {
        return list(key, value -> text(key, value, 1, max));
    }

    public Optional<List<Long>> numbers(String key) {
        return list(key, value -> number(key, value));
    }

    public Optional<List<JsonObject>> objects(String key) {
        return list(key, value -> cast(key, value, JsonObject.class, "a list of objects"));
    }

    private <T> Optional<List<T>> list(String key, Function<@Nullable Object, T> entry) {
        return read(key, value -> entries(cast(key, value, JsonArray.class, "a list"), entry));
    }

    private static <T> List<T> entries(JsonArray list, Function<@Nullable Object, T> entry) {
        if (list.size() > MAX_LIST_SIZE) {
            throw Rejection.invalid("A list has more than " + MAX_LIST_SIZE + " entries");
        }
        List<T> entries = new ArrayList<>();
        for (Object value : list) {
            entries.add(entry.apply(value));
        }
        return entries;
    }

    private <T> Optional<T> read(String key, Function<@Nullable Object, T> reader) {
        return has(key) ? Optional.of(reader.apply(json.getValue(key))) : Optional.empty();
    }

    private static String text(String key, @Nullable Object value, int min, int max) {
        String text = cast(key, value, String.class, "a string");
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw Rejection.badRequest(key + " must have between " + min + " and " + max + " characters");
        }
        return text;
    }

    private static long number(String key, @Nullable Object value) {
        Number number = cast(key, value, Number.class, "an integer");
        if (number.doubleValue() != number.longValue()) {
            throw Rejection.badRequest(key + " must be an integer");
        }
        return number.longValue();
    }

    private static <T> T cast(String key, @Nullable Object value, Class<T> type, String name) {
        if (!type.isInstance(value)) {
            throw Rejection.badRequest(key + " must be " + name);
        }
        return type.cast(value);
    }
}
