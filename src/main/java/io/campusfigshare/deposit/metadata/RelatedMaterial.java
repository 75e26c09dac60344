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

    /** The URL of an identifier is read-only; it may be sent as it was read. */
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
    private static final int MAX_LENGTH = 1_000;

    static @Nullable RelatedMaterial of(JsonValue value) {
        if (!value.isObjectOf(MEMBERS)) {
            return null;
        }
        String relation = value.at("relation").oneOf(RELATIONS);
        String type = value.at("identifierType").oneOf(TYPES);
        String title = value.at("title").line(1, MAX_LENGTH);
        JsonValue source = value.at("identifier").isAbsent() ? value.at("url") : value.at("identifier");
        String identifier = source.line(1, MAX_LENGTH);
        if (identifier == null) {
            return source.isAbsent() ? value.at("identifier").invalid("is missing") : null;
        }
        String identifierType = type == null ? guessType(identifier) : type;
        if (identifierType == null) {
            return value.at("identifierType").isAbsent()
                    ? value.at("identifierType")
                            .invalid("is missing, and the identifier is neither a DOI nor a web address")
                    : null;
        }
        String bare = identifierType.equals("DOI") ? Doi.bare(identifier) : identifier;
        if (identifierType.equals("DOI") && !DOI.matcher(bare).matches()) {
            return source.invalid("must be a DOI such as 10.1371/journal.pone.0039704");
        }
        if (identifierType.equals("URL") && SafeLinks.web(bare) == null) {
            return source.invalid("must be a web address that begins with https:// or http://");
        }
        return new RelatedMaterial(bare, identifierType, relation == null ? "References" : relation, title);
    }

    private static @Nullable String guessType(String identifier) {
        return DOI.matcher(Doi.bare(identifier)).matches() ? "DOI" : SafeLinks.web(identifier) != null ? "URL" : null;
    }

    /** Keeps Figshare's flag {@code is_linkout} of the record, which this API does not show. */
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
