package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of custom fields: an object by name or a list. The list takes precedence. */
final class CustomValues {

    private static final String NAME = "name";
    private static final String VALUE = "value";

    private CustomValues() {}

    /** Returns the values as a record stores them, or empty if the client sent none. */
    static Optional<JsonArray> of(JsonFields sent, List<JsonObject> fields) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Optional<List<JsonObject>> list = sent.objects("custom_fields_list");
        Optional<JsonObject> object = sent.object("custom_fields");
        if (list.isPresent()) {
            list.get().forEach(entry -> values.put(entry.getString(NAME, ""), entry.getValue(VALUE)));
        } else if (object.isPresent()) {
            object.get().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        } else {
            return Optional.empty();
        }
        JsonArray stored = new JsonArray();
        values.forEach((name, value) -> stored.add(field(name, value, fields)));
        return Optional.of(stored);
    }

    /** Returns the name of the first mandatory field without a value. */
    static Optional<String> missingField(JsonObject record, List<JsonObject> fields) {
        return fields.stream()
                .filter(field -> field.getBoolean("is_mandatory"))
                .map(field -> field.getString(NAME))
                .filter(name -> Item.objects(record, "custom_fields")
                        .filter(stored -> name.equals(stored.getValue(NAME)))
                        .map(stored -> stored.getValue(VALUE))
                        .allMatch(CustomValues::isBlank))
                .findFirst();
    }

    private static JsonObject field(String name, @Nullable Object value, List<JsonObject> fields) {
        JsonObject field = fields.stream()
                .filter(candidate -> name.equals(candidate.getString(NAME)))
                .findFirst()
                .orElseThrow(() -> Rejection.invalid("Unknown custom field " + name))
                .copy();
        JsonArray options = field.getJsonObject("settings").getJsonArray("options");
        boolean multiple = options != null || field.getString("field_type").startsWith("dropdown");
        JsonArray texts = value instanceof JsonArray array ? array : new JsonArray().add(value);
        for (Object text : texts) {
            if (text != null && !(text instanceof String)) {
                throw Rejection.badRequest("The value of a custom field is a string or a list of strings: " + name);
            }
            if (options != null && !isBlank(text) && !options.contains(text)) {
                throw Rejection.invalid("Not an option of the custom field " + name + ": " + text);
            }
        }
        if (value instanceof JsonArray && !multiple) {
            throw Rejection.badRequest("The custom field " + name + " has one value");
        }
        field.remove("id");
        return field.put(VALUE, value == null ? "" : value);
    }

    private static boolean isBlank(@Nullable Object value) {
        return value == null || "".equals(value) || (value instanceof JsonArray array && array.isEmpty());
    }
}
