package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.Item;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata in a request, with the member names of the public item. A missing member is null; a removed one is
 * empty. An invalid element of a list is null, so that the others keep their indexes in violations.
 *
 * @param description       safe HTML; "" to remove it
 * @param license           SPDX identifier or name
 * @param customFields      by name: a text, a list of texts, or JSON's null to remove the value
 * @param onlyThoseFields   whether the record shall have no other custom fields
 * @param department        code or number
 * @param timeline          by name; null to remove the date
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

    /**
     * The members that a patch cannot remove: a record always has a title and a group, and Figshare cannot unset type
     * and license.
     */
    private static final Set<String> NOT_REMOVABLE = Set.of("title", "type", "license", "department");

    /** The members of an item that Figshare sets or that are derived from others. */
    private static final List<String> READ_ONLY = Arrays.stream(Item.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !MEMBERS.contains(name))
            .toList();

    /** Reads the metadata of a new record. The title is required. Ignores null members. */
    static Metadata of(ObjectNode body, Violations violations) {
        ObjectNode given = body.deepCopy();
        MEMBERS.stream().filter(name -> given.path(name).isNull()).forEach(given::remove);
        if (!given.has("title")) {
            violations.add("/title", "is missing");
        }
        return MetadataReader.read(new JsonValue(given, "", violations));
    }

    /** Reads a merge patch (RFC 7396): null removes a member, a list replaces the old one, a missing member stays. */
    static Metadata patch(ObjectNode patch, Violations violations) {
        var all = new JsonValue(patch, "", violations);
        ObjectNode given = patch.deepCopy();
        NOT_REMOVABLE.stream().sorted().filter(name -> all.at(name).isNull()).forEach(name -> {
            all.at(name).invalid("can be changed, but not removed");
            given.remove(name);
        });
        READ_ONLY.stream().filter(given::has).forEach(name -> {
            all.at(name).invalid("is read-only: omit it, or send it as it was read");
            given.remove(name);
        });
        return MetadataReader.read(new JsonValue(given, "", violations));
    }
}
