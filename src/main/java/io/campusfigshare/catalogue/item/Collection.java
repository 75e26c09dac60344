package io.campusfigshare.catalogue.item;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A collection as this API shows it. Absent values are null, never ""; dates are in UTC. */
@RegisterForReflection
@Schema(description = "A collection of items. Absent values are null.")
public record Collection(
        @Schema(description = "Figshare's number; the same for all versions.", examples = "2100001")
        long id,

        @Schema(description = "The URL of this collection.", examples = "http://localhost:8080/v1/collections/2100001")
        String url,

        @Schema(description = "Plain text.", examples = "Insects of Westmark") @Nullable String title,

        @Schema(description = "Sanitised HTML.", examples = "Insects of <em>Westmark</em>") @Nullable String titleHtml,

        @Schema(description = "Plain text.", examples = "What we know about the insects of the county.") @Nullable String description,

        @Schema(description = "Sanitised HTML.", examples = "<p>What we know about the insects of the county.</p>")
        @Nullable String descriptionHtml,

        @Schema(description = "Without a resolver.", examples = "10.99999/westmark.c.2100001.v2") @Nullable String doi,

        @Schema(description = "Without a resolver.", examples = "10779/example.2100001") @Nullable String handle,

        @Schema(description = "Counts from 1.", examples = "2") @Nullable Integer version,

        @Schema(description = "Plain text, as Figshare formats it.") @Nullable String citation,

        @Schema(examples = "2024-05-14T09:00:00Z") @Nullable Instant created,
        @Schema(examples = "2024-05-14T09:00:00Z") @Nullable Instant modified,
        @Schema(examples = "2024-05-14T09:00:00Z") @Nullable Instant published,
        Item.@Nullable Timeline timeline,
        @Nullable List<Item.Author> authors,
        Item.@Nullable Department department,
        @Schema(examples = "[\"insects\"]") @Nullable List<String> keywords,
        @Nullable List<Item.Category> categories,
        @Nullable List<Item.Funding> funding,
        @Nullable List<Item.RelatedMaterial> relatedMaterials,

        @Schema(
                type = SchemaType.OBJECT,
                description = "The custom fields of the institution by name; a value is a string or a list of strings.")
        @Nullable Map<String, @Nullable Object> customFields,

        @Schema(
                description = "The number of its items at Figshare, including those of other institutions.",
                examples = "3")
        int size,

        @Schema(
                description = "The URL of the list of its items that belong to the institution.",
                examples = "http://localhost:8080/v1/collections/2100001/items")
        String items) {

    /** Creates a collection from the fields that it has in common with items. */
    public static Collection of(Item described, String url, int size) {
        return new Collection(
                described.id(),
                url,
                described.title(),
                described.titleHtml(),
                described.description(),
                described.descriptionHtml(),
                described.doi(),
                described.handle(),
                described.version(),
                described.citation(),
                described.created(),
                described.modified(),
                described.published(),
                described.timeline(),
                described.authors(),
                described.department(),
                described.keywords(),
                described.categories(),
                described.funding(),
                described.relatedMaterials(),
                described.customFields(),
                size,
                url + "/items");
    }
}
