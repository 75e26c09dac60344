package io.campusfigshare.sandbox.data;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads the JSON files of the seed data, src/sandbox/resources/sandbox. */
public final class Seeds {

    private Seeds() {}

    public static JsonObject object(String name) {
        return new JsonObject(text(name));
    }

    public static JsonArray array(String name) {
        return new JsonArray(text(name));
    }

    public static List<JsonObject> list(String name) {
        return objects(array(name)).toList();
    }

    /** Returns the objects of an array. Irregular records have other values among them, which are skipped. */
    public static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }

    private static String text(String name) {
        String path = "sandbox/" + name + ".json";
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
