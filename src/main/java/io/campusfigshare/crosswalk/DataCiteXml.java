package io.campusfigshare.crosswalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.catalogue.item.Item;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes items as XML of DataCite kernel 4.6, from the JSON of {@link DataCite}. */
public final class DataCiteXml {

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private DataCiteXml() {}

    /**
     * Writes the item as an element {@code resource} with all its namespace declarations.
     *
     * @param publisher the publisher of the item; not blank
     */
    public static void write(Item item, String publisher, XMLStreamWriter xml) throws XMLStreamException {
        ObjectNode record = DataCite.json(item, publisher);
        var out = new XmlElements(xml, DataCite.NAMESPACE);
        out.start("resource");
        xml.writeDefaultNamespace(DataCite.NAMESPACE);
        xml.writeNamespace("xsi", XSI);
        xml.writeAttribute("xsi", XSI, "schemaLocation", DataCite.NAMESPACE + " " + DataCite.SCHEMA);
        identifier(item, out);
        creators(record.path("creators"), out);
        each(out, "titles", record.path("titles"), title -> out.element("title", title.path("title")));
        out.element("publisher", record.path("publisher").path("name"));
        out.element("publicationYear", record.path("publicationYear"));
        JsonNode types = record.path("types");
        out.element(
                "resourceType", types.path("resourceType"), "resourceTypeGeneral", types.path("resourceTypeGeneral"));
        each(
                out,
                "subjects",
                record.path("subjects"),
                subject -> out.element(
                        "subject", subject.path("subject"), "classificationCode", subject.path("classificationCode")));
        each(
                out,
                "dates",
                record.path("dates"),
                date -> out.element("date", date.path("date"), "dateType", date.path("dateType")));
        each(
                out,
                "alternateIdentifiers",
                record.path("alternateIdentifiers"),
                other -> out.element(
                        "alternateIdentifier",
                        other.path("alternateIdentifier"),
                        "alternateIdentifierType",
                        other.path("alternateIdentifierType")));
        each(
                out,
                "relatedIdentifiers",
                record.path("relatedIdentifiers"),
                related -> out.element(
                        "relatedIdentifier",
                        related.path("relatedIdentifier"),
                        "relatedIdentifierType",
                        related.path("relatedIdentifierType"),
                        "relationType",
                        related.path("relationType")));
        each(out, "sizes", record.path("sizes"), size -> out.element("size", size));
        each(out, "formats", record.path("formats"), format -> out.element("format", format));
        out.element("version", record.path("version"));
        each(
                out,
                "rightsList",
                record.path("rightsList"),
                rights -> out.element(
                        "rights",
                        rights.path("rights"),
                        "rightsURI",
                        rights.path("rightsUri"),
                        "rightsIdentifier",
                        rights.path("rightsIdentifier"),
                        "rightsIdentifierScheme",
                        rights.path("rightsIdentifierScheme"),
                        "schemeURI",
                        rights.path("schemeUri")));
        each(
                out,
                "descriptions",
                record.path("descriptions"),
                text -> out.element(
                        "description", text.path("description"), "descriptionType", text.path("descriptionType")));
        each(out, "fundingReferences", record.path("fundingReferences"), funding -> {
            out.start("fundingReference");
            out.element("funderName", funding.path("funderName"));
            out.element("awardNumber", funding.path("awardNumber"), "awardURI", funding.path("awardUri"));
            out.element("awardTitle", funding.path("awardTitle"));
            out.end();
        });
        out.end();
    }

    private static void identifier(Item item, XmlElements out) throws XMLStreamException {
        String doi = item.doi();
        String handle = item.handle();
        String type = doi != null ? "DOI" : handle != null ? "Handle" : "URL";
        String identifier = doi != null ? doi : handle != null ? handle : LandingPage.page(item);
        JsonNodeFactory json = JsonNodeFactory.instance;
        out.element("identifier", json.textNode(identifier), "identifierType", json.textNode(type));
    }

    private static void creators(JsonNode creators, XmlElements out) throws XMLStreamException {
        each(out, "creators", creators, creator -> {
            out.start("creator");
            out.element("creatorName", creator.path("name"), "nameType", creator.path("nameType"));
            out.element("givenName", creator.path("givenName"));
            out.element("familyName", creator.path("familyName"));
            for (JsonNode orcid : creator.path("nameIdentifiers")) {
                out.element(
                        "nameIdentifier",
                        orcid.path("nameIdentifier"),
                        "nameIdentifierScheme",
                        orcid.path("nameIdentifierScheme"),
                        "schemeURI",
                        orcid.path("schemeUri"));
            }
            out.end();
        });
    }

    private interface ElementWriter {
        void write(JsonNode member) throws XMLStreamException;
    }

    private static void each(XmlElements out, String name, JsonNode list, ElementWriter writer)
            throws XMLStreamException {
        if (list.isEmpty()) {
            return;
        }
        out.start(name);
        for (JsonNode member : list) {
            writer.write(member);
        }
        out.end();
    }
}
