package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Translates metadata into Figshare's fields and resolves names to Figshare's numbers. An unknown name is a violation.
 */
final class FigshareMetadata {

    private final Metadata metadata;
    private final ObjectNode current;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    private FigshareMetadata(Metadata metadata, ObjectNode current) {
        this.metadata = metadata;
        this.current = current;
    }

    /**
     * Returns the body of a create or an update (ArticleCreate, ArticleUpdate in FACTS 1.2), with the given metadata
     * only.
     *
     * @param current Figshare's private record, into which a patch is merged; null for a new record
     */
    static ObjectNode toFigshare(
            Metadata metadata, @Nullable ObjectNode current, Vocabulary vocabulary, Violations violations) {
        ObjectNode before = current == null ? JsonNodeFactory.instance.objectNode() : current;
        return new FigshareMetadata(metadata, before).translate(vocabulary, violations);
    }

    private ObjectNode translate(Vocabulary vocabulary, Violations violations) {
        var lookup = new VocabularyLookup(vocabulary, violations);
        if (metadata.title() != null) {
            body.put("title", metadata.title());
        }
        if (metadata.description() != null) {
            body.put("description", metadata.description());
        }
        if (metadata.type() != null) {
            body.put("defined_type", lookup.type(metadata.type()));
        }
        if (metadata.license() != null) {
            body.put("license", lookup.license(metadata.license()));
        }
        if (metadata.keywords() != null) {
            ArrayNode keywords = body.putArray("keywords");
            metadata.keywords().stream().filter(Objects::nonNull).distinct().forEach(keywords::add);
        }
        if (metadata.categories() != null) {
            if (metadata.categories().isEmpty()) {
                body.putArray("categories"); // In case Figshare ignores an empty list of codes.
            }
            ArrayNode codes = body.putArray("categories_by_source_id");
            lookup.categories(metadata.categories()).forEach(codes::add);
        }
        if (metadata.authors() != null) {
            body.set("authors", Authors.toFigshare(metadata.authors(), vocabulary, violations));
        }
        funding();
        relatedMaterials();
        Long group = metadata.department() == null ? null : lookup.department(metadata.department());
        if (group != null) {
            body.put("group_id", group);
        }
        if (metadata.customFields() != null) {
            var fields = vocabulary.customFields(group == null ? group() : group);
            body.set("custom_fields_list", new CustomFields(fields, violations).toFigshare(metadata, current));
        }
        timeline();
        return body;
    }

    private @Nullable Long group() {
        JsonNode group = current.path("group_id");
        return group.isIntegralNumber() ? group.longValue() : null;
    }

    private void funding() {
        if (metadata.funding() != null) {
            ArrayNode list = body.putArray("funding_list");
            for (Funding funding : metadata.funding()) {
                if (funding != null) {
                    list.add(funding.toFigshare(current.path("funding_list")));
                }
            }
            if (list.isEmpty()) {
                clear("funding");
            }
        }
    }

    private void relatedMaterials() {
        if (metadata.relatedMaterials() != null) {
            ArrayNode list = body.putArray("related_materials");
            for (RelatedMaterial material : metadata.relatedMaterials()) {
                if (material != null) {
                    list.add(material.toFigshare(current.path("related_materials")));
                }
            }
            if (list.isEmpty()) {
                if (!current.path("references").isEmpty()) {
                    body.putArray("references");
                }
                clear("resource_doi");
                clear("resource_title");
            }
        }
    }

    /** Clears an older field of the record, which Figshare shows if the list that has replaced it is empty. */
    private void clear(String name) {
        if (!current.path(name).asText("").isEmpty()) {
            body.put(name, "");
        }
    }

    private void timeline() {
        Map<String, @Nullable LocalDate> dates = metadata.timeline();
        if (dates == null) {
            return;
        }
        ObjectNode timeline = body.putObject("timeline");
        for (String name : Metadata.DATES) {
            JsonNode before = current.path("timeline").path(name);
            LocalDate date = dates.get(name);
            if (date != null) {
                timeline.put(name, date.toString());
            } else if (!dates.containsKey(name) && before.isTextual()) {
                timeline.set(name, before);
            } else if (dates.containsKey(name) && before.isTextual()) {
                timeline.putNull(name);
            }
        }
    }
}
