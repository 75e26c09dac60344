package io.campusfigshare.sandbox;

import io.campusfigshare.sandbox.data.Seeds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Validates JSON by the schemas of Figshare's OpenAPI description.
 *
 * @param description the OpenAPI document
 */
record FigshareSchemas(JsonObject description) {

    // Keys whose description is known to be wrong, some with their parent.
    private static final Set<String> EXCEPTIONS = Set.of(
            // All recorded timelines have this key; the schema has only the keys of requests.
            "timeline/posted",
            // Not declared as nullable, but null without an embargo.
            "embargo_date",
            "embargo_type",
            // Declared as a string, but null for unpublished articles in the recorded list.
            "published_date",
            // Declared as an object, but a string or a list of strings in all recorded answers.
            "custom_fields/value");

    /** Returns the violations of a schema; empty if the JSON is valid. */
    List<String> violations(String schema, JsonObject json) {
        List<String> violations = new ArrayList<>();
        check(schema(schema), json, schema, schema, violations);
        return violations;
    }

    private void check(JsonObject schema, Object value, String parent, String name, List<String> violations) {
        if (EXCEPTIONS.contains(name) || EXCEPTIONS.contains(parent + "/" + name)) {
            return;
        }
        JsonObject resolved = resolve(schema);
        String type = resolved.getString("type", resolved.containsKey("properties") ? "object" : "any");
        if (!hasType(type, value)) {
            violations.add(parent + "/" + name + " is not of type " + type + ": " + value);
        } else if (value instanceof JsonArray array) {
            array.forEach(entry -> check(resolved.getJsonObject("items"), entry, parent, name, violations));
        } else if (value instanceof JsonObject object
                && !resolved.getJsonObject("properties", new JsonObject()).isEmpty()) {
            checkKeys(resolved, object, name, violations);
        }
    }

    private void checkKeys(JsonObject schema, JsonObject object, String name, List<String> violations) {
        JsonObject properties = schema.getJsonObject("properties");
        for (Object key : schema.getJsonArray("required", new JsonArray())) {
            if (!object.containsKey((String) key)) {
                violations.add(name + " lacks " + key);
            }
        }
        for (String key : object.fieldNames()) {
            if (properties.containsKey(key)) {
                check(properties.getJsonObject(key), object.getValue(key), name, key, violations);
            } else if (!EXCEPTIONS.contains(name + "/" + key)) {
                violations.add(name + " has the unknown key " + key);
            }
        }
    }

    private static boolean hasType(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof JsonObject;
            case "array" -> value instanceof JsonArray;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "boolean" -> value instanceof Boolean;
            default -> true;
        };
    }

    private JsonObject schema(String name) {
        return description.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    private JsonObject resolve(JsonObject schema) {
        if (schema.containsKey("$ref")) {
            return resolve(schema(schema.getString("$ref").replaceFirst(".*/", "")));
        }
        JsonObject merged = schema.copy();
        JsonArray parts = schema.getJsonArray("allOf", new JsonArray());
        Seeds.objects(parts).map(this::resolve).forEach(part -> add(merged, part));
        return merged;
    }

    private static void add(JsonObject schema, JsonObject part) {
        JsonObject properties =
                part.getJsonObject("properties", new JsonObject()).copy();
        schema.put("properties", properties.mergeIn(schema.getJsonObject("properties", new JsonObject())));
        JsonArray required = schema.getJsonArray("required", new JsonArray()).copy();
        schema.put("required", required.addAll(part.getJsonArray("required", new JsonArray())));
    }
}
