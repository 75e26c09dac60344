package io.campusfigshare.deposit.body;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a deposit is made of, for the contract; read by {@code DepositRequest} and {@code Metadata}, which say all that is wrong. */
@Schema(
        description = "A deposit to be made: of new metadata, or of a record that is there.",
        requiredProperties = {})
public record NewDeposit(
        @Schema(
                description =
                        "Campus id, ORCID iD or address of the person it is for; the caller's own campus id if absent.",
                examples = "jdoe@campus.edu",
                maxLength = 254)
        @Nullable String depositor,

        @Schema(description = "Of a new record; either this or item.") @Nullable Edit metadata,

        @Schema(
                description = "Figshare's number of a record of theirs, to be taken on; either this or metadata.",
                examples = "2000005",
                minimum = "1")
        @Nullable Long item,

        @Schema(description = "Whether to publish a new record at once.", defaultValue = "false") @Nullable Boolean publish) {

    /** A merge patch of a deposit (RFC 7396). */
    @Schema(
            description = "A merge patch of a deposit (RFC 7396).",
            requiredProperties = {})
    public record DepositPatch(
            @Schema(description = "What is to be changed; what is not named stays.")
            Edit metadata) {}

    /** The members of an item that can be set; in an edit, null takes away what may be absent, and lists replace. */
    @Schema(
            description =
                    "The members of an item that can be set; in an edit, null takes away what may be absent, and lists replace.",
            requiredProperties = {})
    record Edit(
            @Schema(
                    description = "Text or HTML; needed for a new record.",
                    minLength = 3,
                    maxLength = 1000,
                    examples = "Tides of the inner fjord")
            String title,

            @Schema(
                    description = "Text or HTML, which is sanitised.",
                    maxLength = 20000,
                    examples = "<p>Measured hourly.</p>")
            @Nullable String description,

            @Schema(description = "One of /v1/reference/item-types.", examples = "dataset")
            String type,

            @Schema(
                    description = "SPDX identifier or name; or as it was read, an object with either.",
                    examples = "CC-BY-4.0")
            @Nullable String license,

            @Schema(examples = "[\"tides\"]", maxItems = 100) @Nullable List<String> keywords,

            @Schema(
                    description = "By source id, as /v1/reference/categories lists them.",
                    examples = "[\"310301\"]",
                    maxItems = 100)
            @Nullable List<String> categories,

            @Schema(maxItems = 1000) @Nullable List<NamedAuthor> authors,

            @Schema(maxItems = 100) @Nullable List<NamedFunding> funding,

            @Schema(maxItems = 100) @Nullable List<NamedMaterial> relatedMaterials,

            @Schema(
                    type = SchemaType.OBJECT,
                    description = "By name; a text or a list of texts, null to take one away.",
                    examples = "{\"Data steward\":\"Library\"}")
            @Nullable Map<String, Object> customFields,

            @Schema(
                    description =
                            "The code of the department, or its number; or as it was read, an object with either.",
                    examples = "BIO")
            String department,

            @Nullable Dates timeline) {}

    /** By campus id, by ORCID iD, by Figshare's number, or by name. */
    @Schema(
            description = "An author: by campus id, by ORCID iD, by Figshare's number, or by name.",
            requiredProperties = {})
    record NamedAuthor(
            @Schema(description = "Alone.", examples = "jdoe@campus.edu") @Nullable String campusId,

            @Schema(examples = "0000-0002-1825-0097") @Nullable String orcid,

            @Schema(description = "Figshare's number of the author.", examples = "1000101") @Nullable Long id,

            @Schema(examples = "Yunyan Deng") @Nullable String name,
            @Schema(examples = "Yunyan") @Nullable String firstName,
            @Schema(examples = "Deng") @Nullable String lastName) {}

    /** Who paid for it. */
    @Schema(
            description = "Who paid for it.",
            requiredProperties = {})
    record NamedFunding(
            @Schema(examples = "Kelp under blue light") @Nullable String title,

            @Schema(examples = "41176144") @Nullable String grant,

            @Schema(examples = "National Science Foundation") @Nullable String funder) {}

    /** A work that it is related to. */
    @Schema(
            description = "A work that it is related to.",
            requiredProperties = {})
    record NamedMaterial(
            @Schema(examples = "10.1371/journal.pone.0039704") @Nullable String identifier,

            @Schema(examples = "DOI") @Nullable String identifierType,
            @Schema(examples = "IsSupplementTo") @Nullable String relation,

            @Schema(examples = "Transcriptome Sequencing") @Nullable String title,

            @Schema(examples = "https://doi.org/10.1371/journal.pone.0039704") @Nullable
            String url) {}

    /** Days of the publication's life. */
    @Schema(
            description = "Days of the publication's life.",
            requiredProperties = {})
    record Dates(
            @Schema(examples = "2026-01-31") @Nullable String firstOnline,
            @Schema(examples = "2026-01-31") @Nullable String publisherPublication,
            @Schema(examples = "2026-01-31") @Nullable String publisherAcceptance) {}

    /** What is held back, until when and why. */
    @Schema(
            description = "What is held back, until when and why.",
            requiredProperties = {"until", "scope"})
    public record NewEmbargo(
            @Schema(description = "The day on which it ends; null for good.", examples = "2030-01-31") @Nullable String until,

            @Schema(
                    enumeration = {"file", "article"},
                    description = "The files, or all of it.")
            String scope,

            @Schema(examples = "Under embargo") @Nullable String title,
            @Schema(examples = "Patent pending") @Nullable String reason,

            @Schema(description = "Who may see it nevertheless.", maxItems = 20) @Nullable List<Reader> audience) {}

    /** Some who may see it nevertheless. */
    @Schema(description = "Some who may see it nevertheless.", requiredProperties = "type")
    record Reader(
            @Schema(enumeration = {"logged_in", "ip_range", "administrator"})
            String type,

            @Schema(description = "Of an ip_range.", examples = "Campus network") @Nullable String name) {}
}
