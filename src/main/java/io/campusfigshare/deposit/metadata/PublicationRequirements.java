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

/** What a record lacks before it can be published, all of it: Figshare names one thing at a time (FACTS 1.2). */
public final class PublicationRequirements {

    private static final Map<String, String> UNUSABLE = Map.of(
            "created", "has not been uploaded to its end: finish or delete it",
            "ic_failure", "did not arrive as it was sent: delete it, or upload it again");

    private final ObjectNode record;
    private final Violations missing = new Violations();

    private PublicationRequirements(ObjectNode record) {
        this.record = record;
    }

    /**
     * Says what is missing by our names.
     *
     * @param record Figshare's private record, with all files (its own are ten at most)
     * @param fields of its group; those that the record itself calls mandatory count, too
     */
    public static Violations of(ObjectNode record, List<CustomField> fields) {
        var gaps = new PublicationRequirements(record);
        gaps.standard();
        gaps.customFields(fields);
        gaps.files();
        return gaps.missing;
    }

    private void standard() {
        needs("title", Html.line(text("title")) != null, "");
        needs("description", Html.text(text("description")) != null, "");
        needs("authors", !record.path("authors").isEmpty(), "");
        needs(
                "keywords",
                !record.path("tags").isEmpty() || !record.path("keywords").isEmpty(),
                "");
        JsonNode license = record.path("license");
        needs(
                "license",
                license.path("value").asLong() > 0 || !CustomFields.isBlank(license.path("name")),
                ": /v1/reference/licenses lists what there is");
        needs(
                "type",
                !text("defined_type_name").isBlank()
                        || record.path("defined_type").asLong() > 0,
                ": /v1/reference/item-types lists what there is");
        needs("categories", !record.path("categories").isEmpty(), ": /v1/reference/categories lists what there is");
    }

    private void customFields(List<CustomField> fields) {
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
                missing.add(
                        Violations.below("/customFields", name), "is missing: the department wants it of every item");
            }
        }
    }

    private void files() {
        int place = 0;
        for (JsonNode file : record.path("files")) {
            String why = UNUSABLE.get(file.path("status").asText());
            if (why != null) {
                missing.add("/files/" + place, "(" + file.path("name").asText() + ") " + why);
            }
            place++;
        }
    }

    private void needs(String name, boolean there, String hint) {
        if (!there) {
            missing.add("/" + name, "is missing" + hint);
        }
    }

    private String text(String name) {
        return record.path(name).asText("");
    }
}
