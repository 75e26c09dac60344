package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.directory.Vocabularies.Category;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.directory.Vocabularies.ItemType;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The vocabularies of the sandbox's University of Westmark, and helpers to write JSON. */
final class Given {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .configure(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .build();

    private Given() {}

    /** Parses JSON with single quotes. */
    static ObjectNode json(String text) {
        return (ObjectNode) node(text);
    }

    static JsonNode node(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    static ArrayNode array(String text) {
        return (ArrayNode) node(text);
    }

    /** Returns the JSON as text for a comparison that ignores the Java classes of numbers. */
    static String written(String text) {
        return node(text).toString();
    }

    static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    static List<String> found(Violations violations) {
        return violations.found().stream()
                .map(v -> v.pointer() + " " + v.detail())
                .toList();
    }

    static List<CustomField> customFields() {
        return listed("custom-fields", CustomField.class);
    }

    private static <T> List<T> listed(String name, Class<T> type) {
        try (InputStream file = Given.class.getResourceAsStream("/sandbox/" + name + ".json")) {
            return JSON.readerForListOf(type).readValue(Objects.requireNonNull(file));
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** The vocabulary of Westmark's department of biology. Records which lists were read. */
    static final class Westmark implements Vocabulary {

        final List<String> asked = new ArrayList<>();

        @Override
        public List<License> licenses() {
            asked.add("licenses");
            return listed("licenses", License.class);
        }

        @Override
        public List<Category> categories() {
            asked.add("categories");
            return listed("categories", Category.class);
        }

        @Override
        public List<ItemType> itemTypes() {
            asked.add("item types");
            return listed("item-types", ItemType.class);
        }

        @Override
        public List<CustomField> customFields(@Nullable Long group) {
            asked.add("custom fields of " + group);
            List<CustomField> more = List.of(
                    field("Contact", "email", "{}"),
                    field("Recorded", "date", "{}"),
                    field("Season", "dropdown", "{'options': ['Spring', 'Autumn'], 'is_multiple': false}"),
                    field("Odd", "colour", "{}"));
            return Stream.concat(Given.customFields().stream(), more.stream()).toList();
        }

        private static CustomField field(String name, String type, String settings) {
            return new CustomField(1L, name, type, node(settings), 1, false);
        }

        @Override
        public Map<String, Long> departments() {
            asked.add("departments");
            return Map.of("BIO", 4202L, "CHE", 4203L);
        }

        @Override
        public boolean mayLookUp(String campusId) {
            return !campusId.equals("hidden");
        }

        @Override
        public OptionalLong authorWithCampusId(String campusId) {
            asked.add(campusId);
            return campusId.equals("moakhurst@westmark.example") ? OptionalLong.of(1000101) : OptionalLong.empty();
        }

        @Override
        public OptionalLong authorWithOrcid(String orcid) {
            asked.add(orcid);
            return orcid.equals("0009-0099-0042-0026") ? OptionalLong.of(1000102) : OptionalLong.empty();
        }
    }
}
