package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.item.Html;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds everything that a record lacks before its publication. Figshare names only one defect at a time (FACTS 1.2).
 */
public final class PublicationRequirements {

    private static final Map<String, String> UNUSABLE = Map.of(
            "created", "has not been uploaded completely: finish or delete it",
            "ic_failure", "was damaged during the upload: delete it, or upload it again");

    private final ObjectNode record;
    private final Violations missing = new Violations();

    private PublicationRequirements(ObjectNode record) {
        this.record = record;
    }

    /**
     * Returns what is missing, by JSON pointers into the metadata.
     *
     * @param record Figshare's private record, with all its files; Figshare itself returns at most ten
     * @param fields the custom fields of its group; those that the record itself calls mandatory are required, too
     */
    public static Violations of(ObjectNode record, List<CustomField> fields) {
        var requirements = new PublicationRequirements(record);
        requirements.checkMetadata();
        requirements.checkCustomFields(fields);
        requirements.checkFiles();
        return requirements.missing;
    }

    private void checkMetadata() {
        require("title", Html.line(text("title")) != null, "");
        require("description", Html.text(text("description")) != null, "");
        require("authors", !record.path("authors").isEmpty(), "");
        require(
                "keywords",
                !record.path("tags").isEmpty() || !record.path("keywords").isEmpty(),
                "");
        JsonNode license = record.path("license");
        require(
                "license",
                license.path("value").asLong() > 0 || !CustomFields.isBlank(license.path("name")),
                ": /v1/reference/licenses lists the values");
        require(
                "type",
                !text("defined_type_name").isBlank()
                        || record.path("defined_type").asLong() > 0,
                ": /v1/reference/item-types lists the values");
        require("categories", !record.path("categories").isEmpty(), ": /v1/reference/categories lists the values");
    }

    private void checkCustomFields(List<CustomField> fields) {
        Map<String, JsonNode> shown = record.path("custom_fields")
                .valueStream()
                .filter(field -> field.path("name").isTextual())
                .collect(Collectors.toMap(f -> f.path("name").asText(), Function.identity(), (first, second) -> first));
        var mandatory = new TreeSet<String>();
        fields.stream()
                .filter(field -> Boolean.TRUE.equals(field.isMandatory()) && field.name() != null)
                .forEach(field -> mandatory.add(Objects.requireNonNull(field.name())));
        shown.values().stream()
                .filter(field -> field.path("is_mandatory").asBoolean())
                .forEach(field -> mandatory.add(field.path("name").asText()));
        for (String name : mandatory) {
            JsonNode field = shown.get(name);
            if (field == null || CustomFields.isBlank(field.path("value"))) {
                missing.add(Violations.below("/customFields", name), "is missing: the department requires it");
            }
        }
    }

    private void checkFiles() {
        int index = 0;
        for (JsonNode file : record.path("files")) {
            String why = UNUSABLE.get(file.path("status").asText());
            if (why != null) {
                missing.add("/files/" + index, "(" + file.path("name").asText() + ") " + why);
            }
            index++;
        }
    }

    private void require(String name, boolean present, String hint) {
        if (!present) {
            missing.add("/" + name, "is missing" + hint);
        }
    }

    private String text(String name) {
        return record.path(name).asText("");
    }
}
