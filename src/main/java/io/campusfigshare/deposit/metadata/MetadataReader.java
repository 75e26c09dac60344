package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the members of metadata and checks their forms and lengths. */
final class MetadataReader {

    private static final int MIN_TITLE_LENGTH = 3;
    private static final int MAX_TITLE_LENGTH = 1_000;
    private static final int MAX_DESCRIPTION_LENGTH = 20_000;
    private static final int MAX_WORD_LENGTH = 200;

    /** A limit of this service, since Figshare documents none. */
    private static final int MAX_ELEMENTS = 100;

    private static final int MAX_AUTHORS = 1_000;
    private static final int MAX_CUSTOM_FIELDS = 200;
    private static final int MAX_FIELD_LENGTH = 20_000;

    private MetadataReader() {}

    /** Reads all members. Adds a violation for each unknown one. */
    static Metadata read(JsonValue all) {
        all.isObjectOf(Metadata.MEMBERS);
        return new Metadata(
                title(all.at("title")),
                description(all.at("description")),
                all.at("type").line(1, MAX_WORD_LENGTH),
                license(all.at("license")),
                all.at("keywords").list(MAX_ELEMENTS, MetadataReader::keyword),
                all.at("categories").list(MAX_ELEMENTS, MetadataReader::category),
                all.at("authors").list(MAX_AUTHORS, Author::of),
                funding(all.at("funding")),
                all.at("relatedMaterials").list(MAX_ELEMENTS, RelatedMaterial::of),
                customFields(all.at("customFields")),
                all.at("customFields").isNull(),
                department(all.at("department")),
                timeline(all.at("timeline")));
    }

    private static @Nullable String keyword(JsonValue value) {
        String word = value.line(1, MAX_WORD_LENGTH);
        return word != null && Marker.isMarker(word) ? value.invalid("is reserved for this service") : word;
    }

    private static @Nullable String title(JsonValue value) {
        String given = value.line(MIN_TITLE_LENGTH, MAX_TITLE_LENGTH);
        if (given == null) {
            return null;
        }
        String title = RichText.title(given);
        return title == null || JsonValue.length(title) > MAX_TITLE_LENGTH
                ? value.invalid(title == null ? "has no text" : "is longer than 1,000 characters as HTML")
                : title;
    }

    private static @Nullable String description(JsonValue value) {
        String given = value.lines(1, MAX_DESCRIPTION_LENGTH);
        if (given == null) {
            return value.isNull() ? "" : null;
        }
        String description = RichText.description(given);
        return description == null || JsonValue.length(description) > MAX_DESCRIPTION_LENGTH
                ? value.invalid(description == null ? "has no text" : "is longer than 20,000 characters as HTML")
                : description;
    }

    /** Reads a license: a name, an SPDX identifier, or an object as it was read. */
    private static @Nullable String license(JsonValue value) {
        if (!value.node().isObject()) {
            return value.line(1, MAX_WORD_LENGTH);
        }
        if (!value.isObjectOf(List.of("name", "spdx", "url"))) {
            return null;
        }
        JsonValue named = value.at("name").isAbsent() ? value.at("spdx") : value.at("name");
        return named.isAbsent() ? value.invalid("must have name or spdx") : named.line(1, MAX_WORD_LENGTH);
    }

    /** Reads a category: its code in the taxonomy, or an object as it was read. */
    private static @Nullable String category(JsonValue value) {
        if (!value.node().isObject()) {
            return value.line(1, MAX_WORD_LENGTH);
        }
        JsonValue code = value.at("sourceId");
        if (!value.isObjectOf(List.of("sourceId", "id", "title"))) {
            return null;
        }
        return code.isAbsent() ? code.invalid("is missing") : code.line(1, MAX_WORD_LENGTH);
    }

    private static @Nullable List<@Nullable Funding> funding(JsonValue value) {
        if (!value.node().isTextual()) {
            return value.list(MAX_ELEMENTS, Funding::of);
        }
        Funding one = Funding.of(value);
        return one == null ? null : List.of(one);
    }

    private static @Nullable Map<String, JsonNode> customFields(JsonValue value) {
        if (value.isAbsent()) {
            return value.isNull() ? Map.of() : null;
        }
        if (!value.node().isObject()) {
            return value.invalid("must be an object of field names and values");
        }
        if (value.node().size() > MAX_CUSTOM_FIELDS) {
            return value.invalid("must have at most " + MAX_CUSTOM_FIELDS + " members");
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        value.node().fieldNames().forEachRemaining(name -> {
            JsonNode field = name.length() > MAX_WORD_LENGTH
                    ? value.invalid("has a member whose name is too long")
                    : customField(value.at(name));
            if (field != null) {
                fields.put(name, field);
            }
        });
        return fields;
    }

    private static @Nullable JsonNode customField(JsonValue value) {
        if (value.isNull()) {
            return value.node();
        }
        if (!value.node().isArray()) {
            String text = value.lines(1, MAX_FIELD_LENGTH);
            return text == null ? null : TextNode.valueOf(text);
        }
        List<@Nullable String> texts = value.list(MAX_CUSTOM_FIELDS, v -> v.line(1, MAX_TITLE_LENGTH));
        if (texts == null) {
            return null;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        texts.forEach(list::add);
        return list;
    }

    /** Reads a department: a code, a number, or an object as it was read. */
    private static @Nullable String department(JsonValue value) {
        if (value.node().isObject()) {
            if (!value.isObjectOf(List.of("id", "code", "name", "url"))) {
                return null;
            }
            JsonValue named = value.at("id").isAbsent() ? value.at("code") : value.at("id");
            return named.isAbsent() ? value.invalid("must have id or code") : department(named);
        }
        return value.node().isTextual() || value.isAbsent()
                ? value.line(1, MAX_WORD_LENGTH)
                : value.node().isIntegralNumber()
                        ? value.node().asText()
                        : value.invalid("must be the code or the number of a department");
    }

    private static @Nullable Map<String, @Nullable LocalDate> timeline(JsonValue value) {
        if (value.node().isMissingNode() || (!value.isNull() && !value.isObjectOf(Metadata.DATES))) {
            return null;
        }
        Map<String, @Nullable LocalDate> dates = new LinkedHashMap<>();
        for (String name : Metadata.DATES) {
            JsonValue date = value.at(name);
            if (value.isNull() || date.isNull()) {
                dates.put(name, null);
            } else if (!date.isAbsent()) {
                dates.put(name, date.day());
            }
        }
        return dates;
    }
}
