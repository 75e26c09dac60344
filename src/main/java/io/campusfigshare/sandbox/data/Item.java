package io.campusfigshare.sandbox.data;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * An article, collection or project with all of its versions.
 *
 * @param institution the number of the institution, which no public answer about an article shows
 * @param versions complete records, oldest first, never empty and never altered
 */
public record Item(long id, Institution institution, Facets facets, List<JsonObject> versions) {

    /** Stands in stored records for the address that the client knows the sandbox by. */
    public static final String BASE_URL = "http://sandbox.invalid";

    public record Institution(int id, String name) {
        public static final Institution NONE = new Institution(0, "");
        public static final Institution WESTMARK = new Institution(42, "westmark");
    }

    public static Item of(long id, Institution institution, long group, List<JsonObject> versions) {
        return new Item(id, institution, Facets.of(versions.getLast(), group), versions);
    }

    /** The same item with another latest version. */
    Item withLatest(JsonObject latest) {
        Stream<JsonObject> older = versions.stream().limit(versions.size() - 1L);
        return of(
                id,
                institution,
                facets.group(),
                Stream.concat(older, Stream.of(latest)).toList());
    }

    /** The articles of a collection or project, which its record keeps but no answer shows. */
    public List<Long> members() {
        return latest().getValue("articles") instanceof JsonArray ids
                ? ids.stream().map(id -> ((Number) id).longValue()).toList()
                : List.of();
    }

    public JsonObject latest() {
        return versions.getLast();
    }

    public boolean isPublic() {
        return facets.isPublic();
    }

    public Stream<JsonObject> files() {
        return versions.stream().flatMap(version -> objects(version, "files"));
    }

    public static Stream<JsonObject> objects(JsonObject record, String key) {
        return record.getValue(key) instanceof JsonArray array ? Seeds.objects(array) : Stream.empty();
    }

    // Records of the odd kind carry numbers as text.
    public static long number(JsonObject record, String key, long defaultValue) {
        return switch (record.getValue(key)) {
            case Number number -> number.longValue();
            case String text when text.matches("\\d{1,18}") -> Long.parseLong(text);
            case null, default -> defaultValue;
        };
    }
}
