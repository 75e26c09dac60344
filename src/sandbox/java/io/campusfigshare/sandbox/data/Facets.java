package io.campusfigshare.sandbox.data;

import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonObject;

/**
 * The values of an item that lists filter and order by. They are stored beside the record, so that listing 100,000
 * items does not read every record.
 *
 * @param isPublic whether the item is publicly visible
 * @param group the id of the item's group, even if its record lacks the key
 * @param type the id of the item type, 0 if there is none
 * @param created in milliseconds since the epoch, like the other two dates; 0 if there is none
 */
public record Facets(
        boolean isPublic,
        long group,
        long type,
        long created,
        long published,
        long modified,
        String doi,
        String handle,
        String resourceDoi) {

    static Facets of(JsonObject record, long defaultGroup) {
        return new Facets(
                isPublic(record),
                Item.number(record, "group_id", defaultGroup),
                Item.number(record, "defined_type", 0),
                millis(record, "created_date"),
                millis(record, "published_date"),
                millis(record, "modified_date"),
                text(record, "doi"),
                text(record, "handle"),
                text(record, "resource_doi"));
    }

    // An embargo of type "article" hides the record; one of type "file" does not.
    private static boolean isPublic(JsonObject record) {
        boolean whole = "article".equals(record.getValue("embargo_type"))
                && Boolean.TRUE.equals(record.getValue("is_embargoed"));
        return record.getValue("published_date") != null && !whole;
    }

    private static long millis(JsonObject record, String key) {
        return Timestamps.of(record, key).toEpochMilli();
    }

    private static String text(JsonObject record, String key) {
        return record.getValue(key) instanceof String text ? text : "";
    }
}
