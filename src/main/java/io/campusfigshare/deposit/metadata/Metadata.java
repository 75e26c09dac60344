package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.campusfigshare.catalogue.item.Item;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of a deposit, by the names of the public item. What is not said is null; what is to be taken away is
 * empty. An element of a list that was refused is null, so that the others keep their places in messages.
 *
 * @param description       safe HTML; "" for none
 * @param license           SPDX identifier or name
 * @param customFields      a text, a list of texts, or JSON's null to take the field away
 * @param onlyThoseFields   whether customFields are all that there shall be
 * @param department        code or number
 * @param timeline          by name; null to take the date away
 */
public record Metadata(
        @Nullable String title,
        @Nullable String description,
        @Nullable String type,
        @Nullable String license,
        @Nullable List<@Nullable String> keywords,
        @Nullable List<@Nullable String> categories,
        @Nullable List<@Nullable Author> authors,
        @Nullable List<@Nullable Funding> funding,
        @Nullable List<@Nullable RelatedMaterial> relatedMaterials,
        @Nullable Map<String, JsonNode> customFields,
        boolean onlyThoseFields,
        @Nullable String department,
        @Nullable Map<String, @Nullable LocalDate> timeline) {

    static final List<String> DATES = List.of("firstOnline", "publisherPublication", "publisherAcceptance");

    static final List<String> MEMBERS = List.of(
            "title",
            "description",
            "type",
            "license",
            "keywords",
            "categories",
            "authors",
            "funding",
            "relatedMaterials",
            "customFields",
            "department",
            "timeline");

    /** A record has a title and a group from the start, and Figshare knows no word for "no type" and "no license". */
    private static final Set<String> CANNOT_GO = Set.of("title", "type", "license", "department");

    /** What else an item has: Figshare's own, or made of what can be set. */
    private static final List<String> READ_ONLY = Arrays.stream(Item.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !MEMBERS.contains(name))
            .toList();

    private static final int SHORTEST_TITLE = 3;
    private static final int LONGEST_TITLE = 1_000;
    private static final int LONGEST_DESCRIPTION = 20_000;
    private static final int LONGEST_WORD = 200;

    /** Ours, where Figshare names no limit: above what anybody needs, and below what would hurt. */
    private static final int MOST_WORDS = 100;

    private static final int MOST_AUTHORS = 1_000;
    private static final int MOST_FIELDS = 200;
    private static final int LONGEST_FIELD = 20_000;

    /** Of a deposit to come: title is needed, null says nothing. */
    static Metadata of(ObjectNode asked, Violations violations) {
        ObjectNode said = asked.deepCopy();
        MEMBERS.stream().filter(name -> said.path(name).isNull()).forEach(said::remove);
        if (!said.has("title")) {
            violations.add("/title", "is missing");
        }
        return read(new JsonValue(said, "", violations));
    }

    /** A merge patch (RFC 7396): null takes away, lists replace, what is not named stays. */
    static Metadata patch(ObjectNode patch, Violations violations) {
        var all = new JsonValue(patch, "", violations);
        ObjectNode said = patch.deepCopy();
        CANNOT_GO.stream().sorted().filter(name -> all.at(name).isNull()).forEach(name -> {
            all.at(name).refused("can be changed, and not taken away");
            said.remove(name);
        });
        READ_ONLY.stream().filter(said::has).forEach(name -> {
            all.at(name).refused("is read only: leave it out, or as it was read");
            said.remove(name);
        });
        return read(new JsonValue(said, "", violations));
    }

    private static Metadata read(JsonValue all) {
        all.isObjectOf(MEMBERS);
        return new Metadata(
                title(all.at("title")),
                description(all.at("description")),
                all.at("type").line(1, LONGEST_WORD),
                license(all.at("license")),
                all.at("keywords").list(MOST_WORDS, Metadata::keyword),
                all.at("categories").list(MOST_WORDS, Metadata::category),
                all.at("authors").list(MOST_AUTHORS, Author::of),
                funding(all.at("funding")),
                all.at("relatedMaterials").list(MOST_WORDS, RelatedMaterial::of),
                customFields(all.at("customFields")),
                all.at("customFields").isNull(),
                department(all.at("department")),
                timeline(all.at("timeline")));
    }

    private static @Nullable String keyword(JsonValue value) {
        String word = value.line(1, LONGEST_WORD);
        return word != null && Marker.isOne(word) ? value.refused("is reserved for this service") : word;
    }

    private static @Nullable String title(JsonValue value) {
        String given = value.line(SHORTEST_TITLE, LONGEST_TITLE);
        if (given == null) {
            return null;
        }
        String title = RichText.title(given);
        return title == null || JsonValue.length(title) > LONGEST_TITLE
                ? value.refused(title == null ? "has no text" : "is longer than 1,000 characters as HTML")
                : title;
    }

    private static @Nullable String description(JsonValue value) {
        String given = value.lines(1, LONGEST_DESCRIPTION);
        if (given == null) {
            return value.isNull() ? "" : null;
        }
        String description = RichText.description(given);
        return description == null || JsonValue.length(description) > LONGEST_DESCRIPTION
                ? value.refused(description == null ? "has no text" : "is longer than 20,000 characters as HTML")
                : description;
    }

    /** By name or SPDX identifier; or as it was read. */
    private static @Nullable String license(JsonValue value) {
        if (!value.node().isObject()) {
            return value.line(1, LONGEST_WORD);
        }
        if (!value.isObjectOf(List.of("name", "spdx", "url"))) {
            return null;
        }
        JsonValue named = value.at("name").isAbsent() ? value.at("spdx") : value.at("name");
        return named.isAbsent() ? value.refused("must have name or spdx") : named.line(1, LONGEST_WORD);
    }

    /** By its code in the taxonomy; as it was read, or the code alone. */
    private static @Nullable String category(JsonValue value) {
        if (!value.node().isObject()) {
            return value.line(1, LONGEST_WORD);
        }
        JsonValue code = value.at("sourceId");
        if (!value.isObjectOf(List.of("sourceId", "id", "title"))) {
            return null;
        }
        return code.isAbsent() ? code.refused("is missing") : code.line(1, LONGEST_WORD);
    }

    private static @Nullable List<@Nullable Funding> funding(JsonValue value) {
        if (!value.node().isTextual()) {
            return value.list(MOST_WORDS, Funding::of);
        }
        Funding one = Funding.of(value);
        return one == null ? null : List.of(one);
    }

    private static @Nullable Map<String, JsonNode> customFields(JsonValue value) {
        if (value.isAbsent()) {
            return value.isNull() ? Map.of() : null;
        }
        if (!value.node().isObject()) {
            return value.refused("must be an object: names of fields and their values");
        }
        if (value.node().size() > MOST_FIELDS) {
            return value.refused("must have at most " + MOST_FIELDS + " members");
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        value.node().fieldNames().forEachRemaining(name -> {
            JsonNode field = name.length() > LONGEST_WORD
                    ? value.refused("has a member whose name is too long")
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
            String text = value.lines(1, LONGEST_FIELD);
            return text == null ? null : TextNode.valueOf(text);
        }
        List<@Nullable String> texts = value.list(MOST_FIELDS, v -> v.line(1, LONGEST_TITLE));
        if (texts == null) {
            return null;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        texts.forEach(list::add);
        return list;
    }

    /** By code or number; or as it was read. */
    private static @Nullable String department(JsonValue value) {
        if (value.node().isObject()) {
            if (!value.isObjectOf(List.of("id", "code", "name", "url"))) {
                return null;
            }
            JsonValue named = value.at("id").isAbsent() ? value.at("code") : value.at("id");
            return named.isAbsent() ? value.refused("must have id or code") : department(named);
        }
        return value.node().isTextual() || value.isAbsent()
                ? value.line(1, LONGEST_WORD)
                : value.node().isIntegralNumber()
                        ? value.node().asText()
                        : value.refused("must be the code or the number of a department");
    }

    private static @Nullable Map<String, @Nullable LocalDate> timeline(JsonValue value) {
        if (value.node().isMissingNode() || (!value.isNull() && !value.isObjectOf(DATES))) {
            return null;
        }
        Map<String, @Nullable LocalDate> dates = new LinkedHashMap<>();
        for (String name : DATES) {
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
