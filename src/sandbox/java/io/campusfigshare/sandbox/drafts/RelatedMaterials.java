package io.campusfigshare.sandbox.drafts;

import io.campusfigshare.sandbox.http.JsonFields;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** Reads and validates the related materials of an article. */
final class RelatedMaterials {

    private static final int MAX_TEXT = 2_000;
    private static final Set<String> RELATIONS = Set.of(
            ("IsCitedBy Cites IsSupplementTo IsSupplementedBy IsContinuedBy Continues Describes IsDescribedBy HasMetadata"
                            + " IsMetadataFor HasVersion IsVersionOf IsNewVersionOf IsPreviousVersionOf IsPartOf HasPart"
                            + " IsPublishedIn IsReferencedBy References IsDocumentedBy Documents IsCompiledBy Compiles"
                            + " IsVariantFormOf IsOriginalFormOf IsIdenticalTo IsReviewedBy Reviews IsDerivedFrom IsSourceOf"
                            + " IsRequiredBy Requires IsObsoletedBy Obsoletes")
                    .split(" "));
    private static final Set<String> IDENTIFIERS =
            Set.of("ARK arXiv bibcode DOI EAN13 EISSN Handle IGSN ISBN ISSN ISTC LISSN LSID PMID PURL UPC URL URN w3id"
                    .split(" "));

    private RelatedMaterials() {}

    static JsonArray of(List<JsonObject> list) {
        JsonArray materials = new JsonArray();
        list.forEach(entry -> materials.add(material(new JsonFields(entry))));
        return materials;
    }

    private static JsonObject material(JsonFields sent) {
        String identifier = sent.text("identifier", 1, MAX_TEXT)
                .orElseThrow(() -> Rejection.badRequest("A related material needs an identifier"));
        String type = choice(sent, "identifier_type", "URL", IDENTIFIERS);
        return new JsonObject()
                .put("id", 700_000 + Math.floorMod(identifier.hashCode(), 100_000))
                .put("identifier", identifier)
                .put("title", sent.text("title", 0, MAX_TEXT).orElse(""))
                .put("relation", choice(sent, "relation", "References", RELATIONS))
                .put("identifier_type", type)
                .put("is_linkout", sent.bool("is_linkout").orElse(false))
                .put("link", type.equals("DOI") ? "https://doi.org/" + identifier : identifier);
    }

    private static String choice(JsonFields sent, String key, String defaultValue, Set<String> choices) {
        String choice = sent.text(key, 1, 100).orElse(defaultValue);
        if (!choices.contains(choice)) {
            throw Rejection.invalid(key + " is none of those allowed: " + choice);
        }
        return choice;
    }
}
