package io.campusfigshare.crosswalk;

import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes items in Dublin Core: simple, which OAI-PMH requires; qualified; and UKETD_DC, with which the British Library
 * collects theses.
 */
public final class DublinCore {

    public static final String SIMPLE = "http://www.openarchives.org/OAI/2.0/oai_dc/";
    public static final String SIMPLE_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd";
    /** The namespace of the root element. DCMI defines none; harvesters know this one. */
    public static final String QUALIFIED = "http://dspace.org/qualifieddc/";

    public static final String QUALIFIED_SCHEMA = "http://www.ukoln.ac.uk/metadata/dcmi/xmlschema/qualifieddc.xsd";
    public static final String THESIS = "http://naca.central.cranfield.ac.uk/ethos-oai/2.0/";
    public static final String THESIS_SCHEMA = "http://naca.central.cranfield.ac.uk/ethos-oai/2.0/uketd_dc.xsd";

    /** The terms of Dublin Core by DataCite's relation. */
    private static final Map<String, String> RELATIONS = Map.ofEntries(
            Map.entry("IsPartOf", "isPartOf"),
            Map.entry("HasPart", "hasPart"),
            Map.entry("IsVersionOf", "isVersionOf"),
            Map.entry("HasVersion", "hasVersion"),
            Map.entry("IsNewVersionOf", "replaces"),
            Map.entry("Obsoletes", "replaces"),
            Map.entry("IsPreviousVersionOf", "isReplacedBy"),
            Map.entry("IsObsoletedBy", "isReplacedBy"),
            Map.entry("IsVariantFormOf", "isFormatOf"),
            Map.entry("IsOriginalFormOf", "hasFormat"),
            Map.entry("References", "references"),
            Map.entry("Cites", "references"),
            Map.entry("IsReferencedBy", "isReferencedBy"),
            Map.entry("IsCitedBy", "isReferencedBy"),
            Map.entry("Requires", "requires"),
            Map.entry("IsRequiredBy", "isRequiredBy"));

    private DublinCore() {}

    /** Writes the item in simple Dublin Core, as an element {@code oai_dc:dc} with all its namespace declarations. */
    public static void write(Item item, String publisher, XMLStreamWriter xml) throws XMLStreamException {
        var out = new DublinCoreXml(xml);
        out.start("oai_dc", "dc", SIMPLE, SIMPLE_SCHEMA, List.of("dc"));
        writeTitleCreatorsAndSubjects(item, out);
        out.element("dc", "description", item.description());
        out.element("dc", "publisher", publisher);
        out.element("dc", "date", Objects.toString(PublicationDates.published(item), null));
        out.element("dc", "date", EuRepo.embargoEnd(item));
        // OpenAIRE reads the first type.
        out.element("dc", "type", EuRepo.type(item));
        out.element("dc", "type", ResourceType.of(item).dcmi());
        out.element("dc", "type", item.type());
        for (String type : mediaTypes(item)) {
            out.element("dc", "format", type);
        }
        out.element("dc", "identifier", LandingPage.persistent(item));
        if (!LandingPage.page(item).equals(LandingPage.persistent(item))) {
            out.element("dc", "identifier", LandingPage.page(item));
        }
        for (Item.RelatedMaterial related : list(item.relatedMaterials())) {
            out.element("dc", "relation", relatedTarget(related));
        }
        for (String grant : EuRepo.grants(item)) {
            out.element("dc", "relation", grant);
        }
        Item.License license = item.license();
        if (license != null) {
            out.element("dc", "rights", license.name());
            out.element("dc", "rights", license.url());
        }
        out.element("dc", "rights", access(item.access()));
        out.element("dc", "rights", EuRepo.access(item.access()));
        xml.writeEndElement();
    }

    /** Writes the item in DCMI's terms, as an element {@code qdc:qualifieddc} with all its namespace declarations. */
    public static void writeQualified(Item item, String publisher, XMLStreamWriter xml) throws XMLStreamException {
        var out = new DublinCoreXml(xml);
        out.start("qdc", "qualifieddc", QUALIFIED, QUALIFIED_SCHEMA, List.of("dc", "dcterms"));
        writeTitleCreatorsAndSubjects(item, out);
        out.element("dcterms", "abstract", item.description());
        out.element("dc", "publisher", publisher);
        out.typed("dcterms", "issued", Objects.toString(PublicationDates.published(item), null), "W3CDTF");
        out.typed("dcterms", "created", day(item.created()), "W3CDTF");
        out.typed("dcterms", "modified", day(item.modified()), "W3CDTF");
        Item.Embargo embargo = item.embargo();
        out.typed("dcterms", "available", embargo == null ? null : day(embargo.until()), "W3CDTF");
        out.typed("dc", "type", ResourceType.of(item).dcmi(), "DCMIType");
        out.element("dc", "type", item.type());
        for (String type : mediaTypes(item)) {
            out.element("dc", "format", type);
        }
        out.element("dcterms", "extent", item.size() == null ? null : item.size() + " bytes");
        out.typed("dc", "identifier", LandingPage.persistent(item), "URI");
        out.typed("dc", "identifier", LandingPage.page(item), "URI");
        out.element("dcterms", "bibliographicCitation", item.citation());
        Item.License license = item.license();
        if (license != null) {
            out.element("dc", "rights", license.name());
            out.typed("dcterms", "license", LandingPage.asciiUrl(license.url()), "URI");
        }
        out.element("dcterms", "accessRights", access(item.access()));
        for (Item.RelatedMaterial related : list(item.relatedMaterials())) {
            String relation = related.relation() == null ? null : RELATIONS.get(related.relation());
            out.element(
                    relation == null ? "dc" : "dcterms",
                    relation == null ? "relation" : relation,
                    relatedTarget(related));
        }
        for (ItemFile file : list(item.files())) {
            out.typed("dcterms", "hasPart", file.url(), "URI");
        }
        xml.writeEndElement();
    }

    /** Writes the item for EThOS, as an element {@code uketd_dc:uketddc} with all its namespace declarations. */
    public static void writeThesis(Item item, String publisher, XMLStreamWriter xml) throws XMLStreamException {
        var out = new DublinCoreXml(xml);
        out.start("uketd_dc", "uketddc", THESIS, THESIS_SCHEMA, List.of("dc", "dcterms", "uketdterms"));
        writeTitleCreatorsAndSubjects(item, out);
        out.element("dcterms", "abstract", item.description());
        out.element("uketdterms", "institution", publisher);
        out.element("dc", "publisher", publisher);
        out.element("dcterms", "issued", Objects.toString(PublicationDates.published(item), null));
        Item.Embargo embargo = item.embargo();
        out.element("uketdterms", "embargodate", embargo == null ? null : day(embargo.until()));
        out.element("dc", "type", item.type());
        for (Item.Funding funding : list(item.funding())) {
            out.element("uketdterms", "sponsor", funding.funder());
            out.element("uketdterms", "grantnumber", funding.grant());
        }
        for (String type : mediaTypes(item)) {
            out.element("dc", "format", type);
        }
        out.element("dcterms", "isReferencedBy", LandingPage.persistent(item));
        for (ItemFile file : list(item.files())) {
            out.element("dc", "identifier", file.url());
        }
        Item.License license = item.license();
        if (license != null) {
            out.element("dc", "rights", license.name());
            out.element("dcterms", "license", license.url());
        }
        out.element("dcterms", "accessRights", access(item.access()));
        xml.writeEndElement();
    }

    /** Writes the title, the creators and the subjects. */
    private static void writeTitleCreatorsAndSubjects(Item item, DublinCoreXml out) throws XMLStreamException {
        out.element("dc", "title", item.title());
        for (AuthorName author : AuthorName.of(item)) {
            out.element("dc", "creator", author.inverted());
        }
        for (String keyword : list(item.keywords())) {
            out.element("dc", "subject", keyword);
        }
        for (Item.Category category : list(item.categories())) {
            out.element("dc", "subject", category.title());
        }
    }

    private static List<String> mediaTypes(Item item) {
        return list(item.files()).stream()
                .map(ItemFile::mediaType)
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList();
    }

    private static @Nullable String day(@Nullable Instant moment) {
        return moment == null ? null : PublicationDates.day(moment).toString();
    }

    private static @Nullable String relatedTarget(Item.RelatedMaterial related) {
        return Stream.<Function<Item.RelatedMaterial, @Nullable String>>of(
                        Item.RelatedMaterial::url, Item.RelatedMaterial::identifier, Item.RelatedMaterial::title)
                .map(part -> part.apply(related))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String access(@Nullable AccessLevel access) {
        return switch (access) {
            case null -> null;
            case OPEN -> "Open access";
            case EMBARGOED -> "Embargoed access";
            case RESTRICTED -> "Restricted access";
            case METADATA_ONLY -> "Metadata only";
        };
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
