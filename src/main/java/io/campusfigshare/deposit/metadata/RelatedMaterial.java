package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.SafeLinks;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A work that the deposit is related to, in Figshare's vocabulary (FACTS, appendix B). */
record RelatedMaterial(
        String identifier,
        String identifierType,
        String relation,
        @Nullable String title) {

    /** The address of what has an identifier is Figshare's; it may come back as it was read. */
    private static final List<String> MEMBERS = List.of("identifier", "identifierType", "relation", "title", "url");

    private static final List<String> TYPES =
            List.of("ARK arXiv bibcode DOI EAN13 EISSN Handle IGSN ISBN ISSN ISTC LISSN LSID PMID PURL UPC URL URN w3id"
                    .split(" "));
    private static final List<String> RELATIONS =
            List.of(("IsCitedBy Cites IsSupplementTo IsSupplementedBy IsContinuedBy"
                            + " Continues Describes IsDescribedBy HasMetadata IsMetadataFor HasVersion IsVersionOf IsNewVersionOf"
                            + " IsPreviousVersionOf IsPartOf HasPart IsPublishedIn IsReferencedBy References IsDocumentedBy Documents"
                            + " IsCompiledBy Compiles IsVariantFormOf IsOriginalFormOf IsIdenticalTo IsReviewedBy Reviews"
                            + " IsDerivedFrom IsSourceOf IsRequiredBy Requires IsObsoletedBy Obsoletes")
                    .split(" "));
    private static final Pattern DOI = Pattern.compile("10\\.\\d{4,9}/\\S+");
    private static final int LONGEST = 1_000;

    static @Nullable RelatedMaterial of(JsonValue value) {
        if (!value.isObjectOf(MEMBERS)) {
            return null;
        }
        String relation = value.at("relation").oneOf(RELATIONS);
        String type = value.at("identifierType").oneOf(TYPES);
        String title = value.at("title").line(1, LONGEST);
        JsonValue where = value.at("identifier").isAbsent() ? value.at("url") : value.at("identifier");
        String identifier = where.line(1, LONGEST);
        if (identifier == null) {
            return where.isAbsent() ? value.at("identifier").refused("is missing") : null;
        }
        String guessed = type == null ? guessed(identifier) : type;
        if (guessed == null) {
            return value.at("identifierType").isAbsent()
                    ? value.at("identifierType").refused("is missing, and the identifier is no DOI and no web address")
                    : null;
        }
        String bare = guessed.equals("DOI") ? Doi.bare(identifier) : identifier;
        if (guessed.equals("DOI") && !DOI.matcher(bare).matches()) {
            return where.refused("must be a DOI such as 10.1371/journal.pone.0039704");
        }
        if (guessed.equals("URL") && SafeLinks.web(bare) == null) {
            return where.refused("must be a web address that begins with https:// or http://");
        }
        return new RelatedMaterial(bare, guessed, relation == null ? "References" : relation, title);
    }

    private static @Nullable String guessed(String identifier) {
        return DOI.matcher(Doi.bare(identifier)).matches() ? "DOI" : SafeLinks.web(identifier) != null ? "URL" : null;
    }

    /** What the record highlights stays highlighted, since we have no name for that. */
    ObjectNode toFigshare(JsonNode current) {
        ObjectNode material = JsonNodeFactory.instance
                .objectNode()
                .put("identifier", identifier)
                .put("identifier_type", identifierType)
                .put("relation", relation);
        if (title != null) {
            material.put("title", title);
        }
        if (current.valueStream()
                .anyMatch(c -> c.path("is_linkout").asBoolean()
                        && Objects.equals(c.path("identifier").asText(), identifier))) {
            material.put("is_linkout", true);
        }
        return material;
    }
}
