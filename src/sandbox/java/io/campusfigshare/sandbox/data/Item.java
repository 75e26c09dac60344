package io.campusfigshare.sandbox.data;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * An article, collection or project with all its versions.
 *
 * @param institution the institution that owns it, which public answers about articles do not show
 * @param versions complete records, oldest first; never empty, and the records are never modified
 */
public record Item(long id, Institution institution, Facets facets, List<JsonObject> versions) {

    /** Placeholder in stored records for the base URL of the sandbox, which depends on the client's request. */
    public static final String BASE_URL = "http://sandbox.invalid";

    /** An institution; its name is also the slug of its portal. */
    public record Institution(int id, String name) {
        public static final Institution NONE = new Institution(0, "");
        public static final Institution WESTMARK = new Institution(42, "westmark");
    }

    /** Returns an item, with its facets taken from the latest version. */
    public static Item of(long id, Institution institution, long group, List<JsonObject> versions) {
        return new Item(id, institution, Facets.of(versions.getLast(), group), versions);
    }

    /** Returns the item with its latest version replaced. */
    Item withLatest(JsonObject latest) {
        Stream<JsonObject> older = versions.stream().limit(versions.size() - 1L);
        return of(
                id,
                institution,
                facets.group(),
                Stream.concat(older, Stream.of(latest)).toList());
    }

    /**
     * Returns the ids of the articles in a collection or project. Its stored record has them, but no answer shows them.
     */
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

    /** Returns the files of all versions. */
    public Stream<JsonObject> files() {
        return versions.stream().flatMap(version -> objects(version, "files"));
    }

    /** Returns the objects of a list in a record; empty if the record lacks the list. */
    public static Stream<JsonObject> objects(JsonObject record, String key) {
        return record.getValue(key) instanceof JsonArray array ? Seeds.objects(array) : Stream.empty();
    }

    /** Returns a number of a record. Irregular records have numbers as strings. */
    public static long number(JsonObject record, String key, long defaultValue) {
        return switch (record.getValue(key)) {
            case Number number -> number.longValue();
            case String text when text.matches("\\d{1,18}") -> Long.parseLong(text);
            case null, default -> defaultValue;
        };
    }
}
