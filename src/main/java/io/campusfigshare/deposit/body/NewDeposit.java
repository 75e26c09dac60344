package io.campusfigshare.deposit.body;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a create in the contract. {@code DepositRequest} and {@code Metadata} read and validate it. */
@Schema(
        description = "A deposit to create, of new metadata or of an existing record.",
        requiredProperties = {})
public record NewDeposit(
        @Schema(
                description =
                        "Campus id, ORCID iD or e-mail address of the person; the caller's own campus id if absent.",
                examples = "jdoe@campus.edu",
                maxLength = 254)
        @Nullable String depositor,

        @Schema(description = "The metadata of a new record. Send either metadata or item.") @Nullable Edit metadata,

        @Schema(
                description = "Figshare's number of an existing record of the person. Send either item or metadata.",
                examples = "2000005",
                minimum = "1")
        @Nullable Long item,

        @Schema(description = "Whether to publish the new record once it is complete.", defaultValue = "false")
        @Nullable Boolean publish) {

    /** A merge patch of a deposit (RFC 7396). */
    @Schema(
            description = "A merge patch of a deposit (RFC 7396).",
            requiredProperties = {})
    public record DepositPatch(
            @Schema(description = "The members to change. All others stay as they are.")
            Edit metadata) {}

    /** The members of an item that can be set. */
    @Schema(
            description =
                    "The members of an item that can be set. In an edit, null removes an optional member, and a list replaces the whole list.",
            requiredProperties = {})
    record Edit(
            @Schema(
                    description = "Text or HTML; required for a new record.",
                    minLength = 3,
                    maxLength = 1000,
                    examples = "Tides of the inner fjord")
            String title,

            @Schema(
                    description = "Text or HTML, which is sanitized.",
                    maxLength = 20000,
                    examples = "<p>Measured hourly.</p>")
            @Nullable String description,

            @Schema(description = "One of /v1/reference/item-types.", examples = "dataset")
            String type,

            @Schema(
                    description =
                            "SPDX identifier or name. An object with one of them, as it is read, is accepted, too; the"
                                    + " type is text, because clients that are generated from a choice of both lose the text.",
                    examples = "CC-BY-4.0")
            @Nullable String license,

            @Schema(examples = "[\"tides\"]", maxItems = 100) @Nullable List<String> keywords,

            @Schema(
                    description = "Source ids from /v1/reference/categories.",
                    examples = "[\"310301\"]",
                    maxItems = 100)
            @Nullable List<String> categories,

            @Schema(maxItems = 1000) @Nullable List<NamedAuthor> authors,

            @Schema(maxItems = 100) @Nullable List<NamedFunding> funding,

            @Schema(maxItems = 100) @Nullable List<NamedMaterial> relatedMaterials,

            @Schema(
                    type = SchemaType.OBJECT,
                    description =
                            "Values by the name of the field: a string, a list of strings, or null to remove the value.",
                    examples = "{\"Data steward\":\"Library\"}")
            @Nullable Map<String, Object> customFields,

            @Schema(
                    description =
                            "Code or number of the department. An object with one of them, as it is read, is accepted, too.",
                    examples = "BIO")
            String department,

            @Nullable Dates timeline) {}

    /** An author of a new record. */
    @Schema(
            description = "An author, identified by campus id, ORCID iD, Figshare's number or name.",
            requiredProperties = {})
    record NamedAuthor(
            @Schema(description = "The campus id, without further members.", examples = "jdoe@campus.edu") @Nullable String campusId,

            @Schema(examples = "0000-0002-1825-0097") @Nullable String orcid,

            @Schema(description = "Figshare's number of the author.", examples = "1000101") @Nullable Long id,

            @Schema(examples = "Yunyan Deng") @Nullable String name,
            @Schema(examples = "Yunyan") @Nullable String firstName,
            @Schema(examples = "Deng") @Nullable String lastName) {}

    /** A funding of a new record. */
    @Schema(
            description = "A funding of the research.",
            requiredProperties = {})
    record NamedFunding(
            @Schema(examples = "Kelp under blue light") @Nullable String title,

            @Schema(examples = "41176144") @Nullable String grant,

            @Schema(examples = "National Science Foundation") @Nullable String funder) {}

    /** A work that the new record is related to. */
    @Schema(
            description = "A work that the record is related to.",
            requiredProperties = {})
    record NamedMaterial(
            @Schema(examples = "10.1371/journal.pone.0039704") @Nullable String identifier,

            @Schema(examples = "DOI") @Nullable String identifierType,
            @Schema(examples = "IsSupplementTo") @Nullable String relation,

            @Schema(examples = "Transcriptome Sequencing") @Nullable String title,

            @Schema(examples = "https://doi.org/10.1371/journal.pone.0039704") @Nullable
            String url) {}

    /** Dates of the publication. */
    @Schema(
            description = "Dates of the publication.",
            requiredProperties = {})
    record Dates(
            @Schema(examples = "2026-01-31") @Nullable String firstOnline,
            @Schema(examples = "2026-01-31") @Nullable String publisherPublication,
            @Schema(examples = "2026-01-31") @Nullable String publisherAcceptance) {}

    /** An embargo to set. */
    @Schema(
            description = "An embargo: its scope, its end and its reason.",
            requiredProperties = {"until", "scope"})
    public record NewEmbargo(
            @Schema(
                    description = "The day on which the embargo ends; null for a permanent embargo.",
                    examples = "2030-01-31")
            @Nullable String until,

            @Schema(
                    enumeration = {"file", "article"},
                    description = "file for the files, article for the whole record.")
            String scope,

            @Schema(examples = "Under embargo") @Nullable String title,
            @Schema(examples = "Patent pending") @Nullable String reason,

            @Schema(description = "Who has access during the embargo.", maxItems = 20) @Nullable List<Reader> audience) {}

    /** A group with access during the embargo. */
    @Schema(description = "A group with access during the embargo.", requiredProperties = "type")
    record Reader(
            @Schema(enumeration = {"logged_in", "ip_range", "administrator"})
            String type,

            @Schema(description = "The name of an ip_range.", examples = "Campus network") @Nullable String name) {}
}
