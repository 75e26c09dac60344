package io.campusfigshare.catalogue.item;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A research output as this API shows it. Absent values are null, never ""; dates are in UTC. */
@RegisterForReflection
@Schema(
        description =
                "A research output. Absent values are null. In lists, null may also mean that Figshare's lists do not contain the value.")
public record Item(
        @Schema(description = "Figshare's number; the same for all versions.", examples = "123456")
        long id,

        @Schema(
                description = "The URL of this item; for a draft, of its deposit.",
                examples = "http://localhost:8080/v1/items/123456")
        String url,

        @Schema(description = "Plain text.", examples = "Transcriptome Sequencing of Saccharina japonica") @Nullable String title,

        @Schema(description = "Sanitised HTML.", examples = "Transcriptome Sequencing of <em>Saccharina japonica</em>")
        @Nullable String titleHtml,

        @Schema(
                description = "Plain text; paragraphs are separated by line breaks.",
                examples = "Background\\nLight has …")
        @Nullable String description,

        @Schema(description = "Sanitised HTML.", examples = "<h3>Background</h3><p>Light has …</p>") @Nullable String descriptionHtml,

        @Schema(description = "The name of an item type in /v1/reference/item-types.", examples = "dataset") @Nullable String type,

        @Schema(description = "Without a resolver.", examples = "10.1371/journal.pone.0039704") @Nullable String doi,

        @Schema(description = "Without a resolver.", examples = "10779/example.123456") @Nullable String handle,

        @Schema(description = "Counts from 1.", examples = "1") @Nullable Integer version,

        @Schema(
                description = "Plain text, as Figshare formats it; in a JSON list with style=, in that style.",
                examples = "Deng, Yunyan; Yao, Jianting (2016): Transcriptome …")
        @Nullable String citation,

        @Schema(examples = "2012-06-27T00:57:36Z") @Nullable Instant created,
        @Schema(examples = "2016-01-19T09:09:40Z") @Nullable Instant modified,
        @Schema(examples = "2012-06-27T00:57:36Z") @Nullable Instant published,
        @Nullable Timeline timeline,

        @Schema(
                description = "The web page of the item at Figshare.",
                examples = "https://plos.figshare.com/articles/dataset/_/123456")
        @Nullable String landingPage,

        @Schema(
                description = "The URL of a small image.",
                examples = "https://s3-eu-west-1.amazonaws.com/ppreviews/3074543/thumb.png")
        @Nullable String thumbnail,

        @Nullable List<Author> authors,
        @Nullable License license,
        @Nullable AccessLevel access,
        @Nullable Embargo embargo,
        @Nullable Department department,

        @Schema(examples = "[\"transcriptome\",\"sequencing\"]") @Nullable List<String> keywords,

        @Nullable List<Category> categories,
        @Nullable List<Funding> funding,
        @Nullable List<RelatedMaterial> relatedMaterials,

        @Schema(
                type = SchemaType.OBJECT,
                description = "The custom fields of the institution by name; a value is a string or a list of strings.",
                examples = "{\"Data steward\":\"Library\",\"Methods\":[\"survey\",\"interview\"]}")
        @Nullable Map<String, @Nullable Object> customFields,

        @Schema(description = "All files.") @Nullable List<ItemFile> files,

        @Schema(description = "The total size of all files in bytes.", examples = "470683") @Nullable Long size,

        // Not stored with the other fields: see Usage.addTo.
        @Nullable Usage usage) {

    /** Dates in the life of the publication, as far as Figshare knows them. */
    @Schema(name = "Timeline", description = "Dates in the life of the publication.")
    public record Timeline(
            @Schema(examples = "2012-06-27T00:57:36Z") @Nullable Instant posted,

            @Schema(examples = "2012-03-01T00:00:00Z") @Nullable Instant submitted,

            @Schema(examples = "2012-05-02T00:00:00Z") @Nullable Instant revised,

            @Schema(examples = "2016-01-19T09:09:40Z") @Nullable Instant firstOnline,

            @Schema(examples = "2012-06-26T00:00:00Z") @Nullable Instant publisherPublication,

            @Schema(examples = "2012-06-01T00:00:00Z") @Nullable Instant publisherAcceptance) {}

    /** A person or an organisation. */
    @Schema(name = "Author", description = "A person or an organisation.")
    public record Author(
            @Schema(description = "Figshare's number of the author.", examples = "97657") @Nullable Long id,

            @Schema(examples = "Yunyan Deng") @Nullable String name,
            @Schema(examples = "Yunyan") @Nullable String firstName,
            @Schema(examples = "Deng") @Nullable String lastName,

            @Schema(description = "As a URL.", examples = "https://orcid.org/0000-0002-1825-0097") @Nullable
            String orcid) {}

    /** A license. */
    @Schema(name = "License", description = "The license of the item.")
    public record License(
            @Schema(examples = "CC BY 4.0") @Nullable String name,

            @Schema(description = "The SPDX identifier; null if SPDX has none.", examples = "CC-BY-4.0") @Nullable String spdx,

            @Schema(examples = "https://creativecommons.org/licenses/by/4.0/") @Nullable
            String url) {}

    /** An embargo. */
    @Schema(name = "Embargo", description = "What is under embargo, until when and why.")
    public record Embargo(
            @Schema(description = "The end of the embargo; null if it is permanent.", examples = "2030-01-01T00:00:00Z")
            @Nullable Instant until,

            @Schema(description = "What is under embargo: the files, or the whole article.", examples = "file")
            @Nullable String scope,

            @Schema(examples = "Under embargo") @Nullable String title,

            @Schema(description = "Plain text.", examples = "Patent pending") @Nullable String reason) {}

    /** The department of the item: a group at Figshare. */
    @Schema(
            name = "DepartmentReference",
            description = "The department of the item; only with its number if the catalogue does not contain it.")
    public record Department(
            @Schema(description = "Figshare's number of the group.", examples = "4202")
            long id,

            @Schema(description = "The institution's code.", examples = "BIO") @Nullable String code,

            @Schema(examples = "Department of Biology") @Nullable String name,

            @Schema(description = "The URL of the department.", examples = "http://localhost:8080/v1/departments/BIO")
            @Nullable String url) {}

    /** A category, that is, a subject. */
    @Schema(name = "Subject", description = "A subject, as in /v1/reference/categories.")
    public record Category(
            @Schema(examples = "13") @Nullable Long id,
            @Schema(examples = "Genetics") @Nullable String title,

            @Schema(description = "The code in the source of the taxonomy.", examples = "310505") @Nullable String sourceId) {}

    /** A grant and its funder. */
    @Schema(name = "Funding", description = "A grant and its funder.")
    public record Funding(
            @Schema(examples = "Kelp under blue light") @Nullable String title,

            @Schema(examples = "41176144") @Nullable String grant,

            @Schema(examples = "National Science Foundation") @Nullable String funder,

            @Schema(examples = "https://example.org/grants/41176144") @Nullable
            String url) {}

    /** A work that the item is related to. */
    @Schema(name = "RelatedMaterial", description = "A work that the item is related to.")
    public record RelatedMaterial(
            @Schema(examples = "10.1371/journal.pone.0039704") @Nullable String identifier,

            @Schema(examples = "DOI") @Nullable String identifierType,

            @Schema(description = "The DataCite relation of the item to the work.", examples = "IsSupplementTo")
            @Nullable String relation,

            @Schema(examples = "Transcriptome Sequencing") @Nullable String title,

            @Schema(examples = "https://doi.org/10.1371/journal.pone.0039704") @Nullable
            String url) {}
}
