package io.campusfigshare.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * An article, collection or project with all of its versions.
 *
 * @param institution the number of the institution, which no public answer about an article shows
 * @param group the group it is filed under, even where its record leaves the key out
 * @param versions complete records, oldest first, never empty
 * @param members the articles of a collection or project
 */
record Item(long id, Institution institution, long group, List<JsonObject> versions, List<Long> members) {

    record Institution(int id, String name) {
        static final Institution NONE = new Institution(0, "");
        static final Institution WESTMARK = new Institution(42, "westmark");
    }

    Item copy() {
        return new Item(
                id, institution, group, versions.stream().map(JsonObject::copy).toList(), members);
    }

    JsonObject latest() {
        return versions.getLast();
    }

    // An embargo on the whole article hides even the record; one on the files does not.
    boolean isPublic() {
        boolean whole = "article".equals(latest().getValue("embargo_type"))
                && Boolean.TRUE.equals(latest().getValue("is_embargoed"));
        return latest().getValue("published_date") != null && !whole;
    }

    Stream<JsonObject> files() {
        return versions.stream().flatMap(version -> objects(version, "files"));
    }

    static Stream<JsonObject> objects(JsonObject record, String key) {
        return record.getValue(key) instanceof JsonArray array ? Seeds.objects(array) : Stream.empty();
    }

    // Records of the odd kind carry numbers as text.
    static long number(JsonObject record, String key, long otherwise) {
        return switch (record.getValue(key)) {
            case Number number -> number.longValue();
            case String text when text.matches("\\d{1,18}") -> Long.parseLong(text);
            case null, default -> otherwise;
        };
    }
}
