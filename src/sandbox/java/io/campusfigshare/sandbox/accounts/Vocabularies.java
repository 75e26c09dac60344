package io.campusfigshare.sandbox.accounts;

import io.campusfigshare.sandbox.data.Seeds;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The licences, categories, groups, types, grants and custom fields of an account, which differ from the public lists.
 */
public final class Vocabularies {

    private static final long ARTS_GROUP_ID = 4205;

    private final List<JsonObject> types = Seeds.list("item-types");
    private final List<JsonObject> categories = Seeds.list("categories");
    private final List<JsonObject> groups = Seeds.list("groups");
    private final List<JsonObject> customFields = Seeds.list("custom-fields");
    private final List<JsonObject> fundings = Seeds.object("item-overrides")
            .getJsonObject("2000016")
            .getJsonObject("set")
            .getJsonArray("funding_list")
            .stream()
            .map(JsonObject.class::cast)
            .toList();
    // An institution adds its own licences to the public ones.
    private final List<JsonObject> licenses = Stream.concat(
                    Seeds.list("licenses").stream(),
                    Stream.of(new JsonObject()
                            .put("value", 12)
                            .put("name", "CC BY-NC-ND 4.0")
                            .put("url", "https://creativecommons.org/licenses/by-nc-nd/4.0/")))
            .toList();

    List<JsonObject> licenses() {
        return licenses;
    }

    List<JsonObject> categories() {
        return categories;
    }

    List<JsonObject> groups() {
        return groups;
    }

    List<JsonObject> fundings() {
        return fundings;
    }

    /** Returns the custom fields of a group. The arts group has no field Instrument. */
    public List<JsonObject> customFields(long group) {
        return customFields.stream()
                .filter(field -> group != ARTS_GROUP_ID || !"Instrument".equals(field.getString("name")))
                .toList();
    }

    /** Returns a licence; throws a rejection with status 422 if it is unknown. */
    public JsonObject license(long value) {
        return first(licenses, "value", value).orElseThrow(() -> Rejection.invalid("Unknown license " + value));
    }

    /** Returns an item type; throws a rejection with status 422 if it is unknown. */
    public JsonObject type(String name) {
        return first(types, "name", name).orElseThrow(() -> Rejection.invalid("Unknown defined_type " + name));
    }

    public Optional<JsonObject> typeById(long id) {
        return first(types, "id", id);
    }

    /** Returns a group; throws a rejection with status 404 if it is unknown. */
    public JsonObject group(long id) {
        return first(groups, "id", id).orElseThrow(() -> Rejection.notFound("Group"));
    }

    /** Returns a grant; throws a rejection with status 404 if it is unknown. */
    public JsonObject funding(long id) {
        return first(fundings, "id", id).orElseThrow(() -> Rejection.notFound("Funding"));
    }

    /**
     * Returns a category as a record shows it; throws a rejection with status 404 if it is unknown or not selectable.
     */
    public JsonObject category(long id) {
        JsonObject category = categories.stream()
                .filter(candidate -> candidate.getLong("id") == id && candidate.getBoolean("is_selectable"))
                .findFirst()
                .orElseThrow(() -> new Rejection(404, "EntityNotFound", "Not allowed to set category " + id))
                .copy();
        category.remove("is_selectable");
        category.remove("has_children");
        return category;
    }

    public Optional<Long> categoryBySource(String sourceId) {
        return first(categories, "source_id", sourceId).map(category -> category.getLong("id"));
    }

    private static Optional<JsonObject> first(List<JsonObject> all, String key, Object value) {
        return all.stream()
                .filter(entry -> value instanceof Long number
                        ? number.equals(entry.getLong(key))
                        : value.equals(entry.getValue(key)))
                .findFirst();
    }
}
