package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Metadata in Figshare's words: our names resolved to its numbers. What has no number there is a violation. */
final class FigshareMetadata {

    private final Metadata asked;
    private final ObjectNode current;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    private FigshareMetadata(Metadata asked, ObjectNode current) {
        this.asked = asked;
        this.current = current;
    }

    /**
     * What Figshare is sent (ArticleCreate, ArticleUpdate in FACTS 1.2): only what the metadata name.
     *
     * @param current Figshare's private record, into which a patch is merged; null for a record to come
     */
    static ObjectNode toFigshare(
            Metadata asked, @Nullable ObjectNode current, Vocabulary vocabulary, Violations violations) {
        ObjectNode before = current == null ? JsonNodeFactory.instance.objectNode() : current;
        return new FigshareMetadata(asked, before).resolved(vocabulary, violations);
    }

    private ObjectNode resolved(Vocabulary vocabulary, Violations violations) {
        var choices = new VocabularyLookup(vocabulary, violations);
        if (asked.title() != null) {
            body.put("title", asked.title());
        }
        if (asked.description() != null) {
            body.put("description", asked.description());
        }
        if (asked.type() != null) {
            body.put("defined_type", choices.type(asked.type()));
        }
        if (asked.license() != null) {
            body.put("license", choices.license(asked.license()));
        }
        if (asked.keywords() != null) {
            ArrayNode keywords = body.putArray("keywords");
            asked.keywords().stream().filter(Objects::nonNull).distinct().forEach(keywords::add);
        }
        if (asked.categories() != null) {
            if (asked.categories().isEmpty()) {
                body.putArray("categories"); // Should an empty list of codes count as none, this one decides.
            }
            ArrayNode codes = body.putArray("categories_by_source_id");
            choices.categories(asked.categories()).forEach(codes::add);
        }
        if (asked.authors() != null) {
            body.set("authors", Authors.toFigshare(asked.authors(), vocabulary, violations));
        }
        funding();
        relatedMaterials();
        Long group = asked.department() == null ? null : choices.department(asked.department());
        if (group != null) {
            body.put("group_id", group);
        }
        if (asked.customFields() != null) {
            var fields = vocabulary.customFields(group == null ? group() : group);
            body.set("custom_fields_list", new CustomFields(fields, violations).toFigshare(asked, current));
        }
        timeline();
        return body;
    }

    private @Nullable Long group() {
        JsonNode group = current.path("group_id");
        return group.isIntegralNumber() ? group.longValue() : null;
    }

    private void funding() {
        if (asked.funding() != null) {
            ArrayNode list = body.putArray("funding_list");
            for (Funding funding : asked.funding()) {
                if (funding != null) {
                    list.add(funding.toFigshare(current.path("funding_list")));
                }
            }
            if (list.isEmpty()) {
                emptied("funding");
            }
        }
    }

    private void relatedMaterials() {
        if (asked.relatedMaterials() != null) {
            ArrayNode list = body.putArray("related_materials");
            for (RelatedMaterial material : asked.relatedMaterials()) {
                if (material != null) {
                    list.add(material.toFigshare(current.path("related_materials")));
                }
            }
            if (list.isEmpty()) {
                if (!current.path("references").isEmpty()) {
                    body.putArray("references");
                }
                emptied("resource_doi");
                emptied("resource_title");
            }
        }
    }

    /** An older field of the record, which is shown where the list that has replaced it is empty. */
    private void emptied(String name) {
        if (!current.path(name).asText("").isEmpty()) {
            body.put(name, "");
        }
    }

    private void timeline() {
        Map<String, @Nullable LocalDate> dates = asked.timeline();
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
