package io.campusfigshare.crosswalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.campusfigshare.catalogue.item.Item;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts the related materials of an item to DataCite's related identifiers, with DataCite's types and relations. */
final class DataCiteRelations {

    private static final Map<String, String> IDENTIFIER_TYPES = Stream.of(
                    "ARK", "arXiv", "bibcode", "CSTR", "DOI", "EAN13", "EISSN", "Handle", "IGSN", "ISBN", "ISSN",
                    "ISTC", "LISSN", "LSID", "PMID", "PURL", "RRID", "UPC", "URL", "URN", "w3id")
            .collect(Collectors.toUnmodifiableMap(type -> type.toLowerCase(Locale.ROOT), Function.identity()));

    private static final Set<String> RELATIONS = Set.of(
            "IsCitedBy",
            "Cites",
            "IsSupplementTo",
            "IsSupplementedBy",
            "IsContinuedBy",
            "Continues",
            "IsNewVersionOf",
            "IsPreviousVersionOf",
            "IsPartOf",
            "HasPart",
            "IsPublishedIn",
            "IsReferencedBy",
            "References",
            "IsDocumentedBy",
            "Documents",
            "IsCompiledBy",
            "Compiles",
            "IsVariantFormOf",
            "IsOriginalFormOf",
            "IsIdenticalTo",
            "HasMetadata",
            "IsMetadataFor",
            "Reviews",
            "IsReviewedBy",
            "IsDerivedFrom",
            "IsSourceOf",
            "Describes",
            "IsDescribedBy",
            "HasVersion",
            "IsVersionOf",
            "Requires",
            "IsRequiredBy",
            "Obsoletes",
            "IsObsoletedBy",
            "Collects",
            "IsCollectedBy",
            "HasTranslation",
            "IsTranslationOf");

    private DataCiteRelations() {}

    static void add(Item item, ArrayNode related) {
        List<Item.RelatedMaterial> works = item.relatedMaterials() == null ? List.of() : item.relatedMaterials();
        for (Item.RelatedMaterial work : works) {
            String identifier = work.identifier() != null ? work.identifier() : work.url();
            String type = identifierType(work, identifier);
            if (identifier != null && !identifier.isBlank() && type != null) {
                related.addObject()
                        .put("relatedIdentifier", PlainText.line(identifier))
                        .put("relatedIdentifierType", type)
                        // Figshare's default relation (FACTS, appendix B).
                        .put(
                                "relationType",
                                work.relation() != null && RELATIONS.contains(work.relation())
                                        ? work.relation()
                                        : "References");
            }
        }
    }

    private static @Nullable String identifierType(Item.RelatedMaterial work, @Nullable String identifier) {
        String declared = work.identifier() == null || work.identifierType() == null
                ? null
                : IDENTIFIER_TYPES.get(work.identifierType().toLowerCase(Locale.ROOT));
        return declared != null
                ? declared
                : identifier == null
                        ? null
                        : identifier.matches("10\\.\\d{4,9}/\\S+")
                                ? "DOI"
                                : identifier.matches("https?://\\S+") ? "URL" : null;
    }
}
