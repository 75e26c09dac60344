package io.campusfigshare.sandbox.data;

import io.campusfigshare.sandbox.http.Timestamps;
import io.vertx.core.json.JsonObject;

/**
 * What lists filter and order by, kept beside the record: a list of 100,000 items must not read each of them.
 *
 * @param isPublic whether the public sees the item
 * @param group the group it is filed under, even where its record leaves the key out
 * @param created in milliseconds, as the other two dates are; 0 for none
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

    // An embargo on the whole article hides even the record; one on the files does not.
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
