package io.campusfigshare.sandbox.faults;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Applies the irregularities that clients have observed in Figshare's JSON to a whole answer. */
final class CorruptedJson {

    // Only keys that some client has observed as missing or optional. A record without id or title would be unusable.
    private static final Set<String> OPTIONAL_KEYS = Set.of(
            "files",
            "folder_structure",
            "custom_fields",
            "group_id",
            "tags",
            "categories",
            "doi",
            "handle",
            "license",
            "funding",
            "funding_list",
            "references",
            "related_materials",
            "resource_doi",
            "resource_title",
            "embargo_options",
            "thumb",
            "timeline",
            "citation");

    private CorruptedJson() {}

    /** Removes the optional keys from the object, or from each object of the array. */
    static Object withoutOptionalKeys(Object json) {
        return switch (json) {
            case JsonArray array ->
                array.stream()
                        .map(CorruptedJson::withoutOptionalKeys)
                        .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
            case JsonObject object -> {
                JsonObject reduced = object.copy();
                OPTIONAL_KEYS.forEach(reduced::remove);
                yield reduced;
            }
            default -> json;
        };
    }

    /** Replaces null by the empty string and the empty string by null. */
    static Object swapNullAndEmpty(Object json) {
        return Objects.requireNonNull(map(json, value -> value == null ? "" : "".equals(value) ? null : value));
    }

    /** Replaces numbers by strings and booleans by 0 or 1. */
    static Object oddTypes(Object json) {
        return Objects.requireNonNull(map(json, value -> switch (value) {
            case Number number -> number.toString();
            case Boolean bool -> bool ? 1 : 0;
            case null, default -> value;
        }));
    }

    /**
     * Inserts a UTF-8 continuation byte without its lead byte into the first string value, or at the start if there is
     * none.
     */
    static Buffer badEncoding(Buffer body) {
        int quote = body.toString(StandardCharsets.ISO_8859_1).indexOf("\":\"") + 3;
        int position = quote == 2 ? 0 : quote;
        return Buffer.buffer()
                .appendBuffer(body.slice(0, position))
                .appendByte((byte) 0xBF)
                .appendBuffer(body.slice(position, body.length()));
    }

    private static @Nullable Object map(@Nullable Object json, UnaryOperator<@Nullable Object> change) {
        return switch (json) {
            case JsonArray array -> {
                JsonArray mapped = new JsonArray();
                array.forEach(value -> mapped.add(map(value, change)));
                yield mapped;
            }
            case JsonObject object -> {
                JsonObject mapped = new JsonObject();
                object.forEach(entry -> mapped.put(entry.getKey(), map(entry.getValue(), change)));
                yield mapped;
            }
            case null, default -> change.apply(json);
        };
    }
}
