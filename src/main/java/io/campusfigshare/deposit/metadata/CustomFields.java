package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.item.SafeLinks;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates the values of the institution's custom fields by their types, and merges them into the record's values. */
final class CustomFields {

    private static final Set<String> SINGLE_TEXT_TYPES = Set.of("text", "textarea", "url", "email", "date");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@.]+(\\.[^\\s@.]+)+");

    private final Map<String, CustomField> known;
    private final Violations violations;

    CustomFields(List<CustomField> known, Violations violations) {
        Map<String, CustomField> byName = new LinkedHashMap<>();
        known.stream().filter(f -> f.name() != null).forEach(f -> byName.put(Objects.requireNonNull(f.name()), f));
        this.known = byName;
        this.violations = violations;
    }

    /**
     * Returns all values that the record shall have, because Figshare replaces the whole list. A removed value is null,
     * in case Figshare merges the list instead.
     *
     * @param current Figshare's private record; empty for a new one
     */
    ArrayNode toFigshare(Metadata metadata, ObjectNode current) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        JsonNode none = JsonNodeFactory.instance.nullNode();
        boolean departmentChanges = metadata.department() != null;
        current.path("custom_fields")
                .valueStream()
                .filter(field -> !isBlank(field.path("value")))
                // The new department may not have the fields of the old one.
                .filter(field -> !departmentChanges
                        || known.containsKey(field.path("name").asText()))
                .forEach(field -> values.put(
                        field.path("name").asText(), metadata.onlyThoseFields() ? none : field.path("value")));
        Objects.requireNonNull(metadata.customFields()).forEach((name, value) -> {
            CustomField field = known.get(name);
            String at = Violations.below("/customFields", name);
            if (!value.isNull()) {
                if (field == null) {
                    violations.add(
                            at, "is not a field of this department" + VocabularyLookup.allowed(known.keySet(), null));
                } else {
                    check(field, value, at);
                    values.put(name, field.settings() != null && isMultiple(field.settings()) ? toArray(value) : value);
                }
            } else if (values.containsKey(name)) {
                values.put(name, none);
            }
        });
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach((name, value) -> list.addObject().put("name", name).set("value", value));
        return list;
    }

    /** Returns whether a value has no text. Figshare writes "" or [] for a missing value. */
    static boolean isBlank(JsonNode value) {
        return value.isArray()
                ? value.valueStream().allMatch(CustomFields::isBlank)
                : value.asText("").isBlank();
    }

    private static boolean isMultiple(JsonNode settings) {
        return settings.path("is_multiple").asBoolean();
    }

    private static JsonNode toArray(JsonNode value) {
        return value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value);
    }

    private void check(CustomField field, JsonNode value, String at) {
        JsonNode settings = field.settings() == null ? JsonNodeFactory.instance.missingNode() : field.settings();
        if (value.isArray() && SINGLE_TEXT_TYPES.contains(String.valueOf(field.fieldType()))) {
            violations.add(at, "must be a text");
        } else if (value.size() > 1 && settings.has("is_multiple") && !isMultiple(settings)) {
            violations.add(at, "takes one value");
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(field, settings, value.path(i).asText(), at + "/" + i);
            }
        } else {
            check(field, settings, value.asText(), at);
        }
    }

    private void check(CustomField field, JsonNode settings, String text, String at) {
        switch (field.fieldType()) {
            case "dropdown" -> {
                List<String> options = settings.path("options")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList();
                if (!options.isEmpty()) {
                    require(
                            options::contains,
                            text,
                            at,
                            "is not one of the options" + VocabularyLookup.allowed(options, null));
                }
            }
            case "url" ->
                require(
                        url -> SafeLinks.web(url) != null,
                        text,
                        at,
                        "must be a web address that begins with https:// or http://");
            case "email" -> require(EMAIL.asMatchPredicate(), text, at, "must be an e-mail address");
            case "date" -> require(CustomFields::isDate, text, at, "must be a date such as 2030-01-31");
            case null, default -> {
                // A text, or a list whose options Figshare does not return.
            }
        }
        JsonNode bounds = settings.path("validations");
        int length = JsonValue.length(text);
        if (length < bounds.path("min_length").asInt(0)) {
            violations.add(at, "must have at least " + bounds.path("min_length").asInt() + " characters");
        }
        if (length > bounds.path("max_length").asInt(Integer.MAX_VALUE)) {
            violations.add(at, "must have at most " + bounds.path("max_length").asInt() + " characters");
        }
    }

    private void require(Predicate<String> valid, String text, String at, String detail) {
        if (!valid.test(text)) {
            violations.add(at, detail);
        }
    }

    private static boolean isDate(@Nullable String text) {
        try {
            return text != null && LocalDate.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
