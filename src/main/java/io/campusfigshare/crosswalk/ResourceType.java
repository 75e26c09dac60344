package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.figshare.ItemType;
import java.util.Optional;

/**
 * The type of an item in other vocabularies.
 *
 * @param dataCite  resourceTypeGeneral of DataCite 4.6
 * @param csl       type of CSL 1.0.2
 * @param bibTex    entry type, one that BibTeX's standard styles know
 * @param ris       TY
 * @param schemaOrg always CreativeWork or a subtype, because authors, license and dates are properties of a work
 * @param dcmi      of the DCMI Type Vocabulary
 */
public record ResourceType(String dataCite, String csl, String bibTex, String ris, String schemaOrg, String dcmi) {

    private static final ResourceType OTHER =
            new ResourceType("Other", "document", "misc", "GEN", "CreativeWork", "Text");

    /** Returns the types of an item; "other" if the item's type is unknown. */
    public static ResourceType of(Item item) {
        return Optional.ofNullable(item.type())
                .flatMap(ItemType::named)
                .map(ResourceType::of)
                .orElse(OTHER);
    }

    static ResourceType of(ItemType type) {
        return switch (type) {
            case FIGURE -> new ResourceType("Image", "figure", "misc", "FIGURE", "ImageObject", "StillImage");
            case MEDIA ->
                new ResourceType("Audiovisual", "motion_picture", "misc", "VIDEO", "MediaObject", "MovingImage");
            case DATASET -> new ResourceType("Dataset", "dataset", "misc", "DATA", "Dataset", "Dataset");
            case POSTER -> new ResourceType("Text", "graphic", "misc", "GEN", "Poster", "StillImage");
            case JOURNAL_CONTRIBUTION ->
                new ResourceType("JournalArticle", "article-journal", "article", "JOUR", "ScholarlyArticle", "Text");
            case PRESENTATION ->
                new ResourceType("Text", "speech", "misc", "SLIDE", "PresentationDigitalDocument", "Text");
            case THESIS -> new ResourceType("Dissertation", "thesis", "phdthesis", "THES", "Thesis", "Text");
            case SOFTWARE -> new ResourceType("Software", "software", "misc", "COMP", "SoftwareSourceCode", "Software");
            case ONLINE_RESOURCE ->
                new ResourceType("InteractiveResource", "webpage", "misc", "ELEC", "WebPage", "InteractiveResource");
            case PREPRINT -> new ResourceType("Preprint", "article", "misc", "UNPB", "ScholarlyArticle", "Text");
            case BOOK, MONOGRAPH -> new ResourceType("Book", "book", "book", "BOOK", "Book", "Text");
            case CONFERENCE_CONTRIBUTION ->
                new ResourceType(
                        "ConferencePaper", "paper-conference", "inproceedings", "CPAPER", "ScholarlyArticle", "Text");
            case CHAPTER -> new ResourceType("BookChapter", "chapter", "inbook", "CHAP", "Chapter", "Text");
            case PEER_REVIEW -> new ResourceType("PeerReview", "review", "misc", "GEN", "Review", "Text");
            case EDUCATIONAL_RESOURCE ->
                new ResourceType("Other", "document", "misc", "GEN", "LearningResource", "InteractiveResource");
            case REPORT -> new ResourceType("Report", "report", "techreport", "RPRT", "Report", "Text");
            case STANDARD -> new ResourceType("Standard", "standard", "misc", "STAND", "CreativeWork", "Text");
            case COMPOSITION -> new ResourceType("Other", "musical_score", "misc", "MUSIC", "CreativeWork", "Text");
            case FUNDING -> new ResourceType("Award", "document", "misc", "GRANT", "CreativeWork", "Text");
            case PHYSICAL_OBJECT ->
                new ResourceType("PhysicalObject", "document", "misc", "GEN", "CreativeWork", "PhysicalObject");
            case DATA_MANAGEMENT_PLAN ->
                new ResourceType("OutputManagementPlan", "document", "misc", "GEN", "DigitalDocument", "Text");
            case WORKFLOW ->
                new ResourceType("Workflow", "document", "misc", "GEN", "CreativeWork", "InteractiveResource");
            case PERFORMANCE -> new ResourceType("Event", "performance", "misc", "GEN", "CreativeWork", "Event");
            case EVENT -> new ResourceType("Event", "event", "misc", "GEN", "CreativeWork", "Event");
            case SERVICE -> new ResourceType("Service", "document", "misc", "GEN", "CreativeWork", "Service");
            case MODEL -> new ResourceType("Model", "document", "misc", "GEN", "CreativeWork", "InteractiveResource");
        };
    }
}
