package io.campusfigshare.harvest.oai;

import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.DataCiteXml;
import io.campusfigshare.crosswalk.DublinCore;
import io.campusfigshare.crosswalk.PlainText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * The metadata formats: those that this service writes, and those that it forwards from Figshare's OAI-PMH (FACTS
 * section 6).
 */
enum MetadataFormat {
    OAI_DC(DublinCore.SIMPLE, DublinCore.SIMPLE_SCHEMA, DublinCore::write),
    OAI_DATACITE(
            "http://schema.datacite.org/oai/oai-1.1/",
            "http://schema.datacite.org/oai/oai-1.1/oai.xsd",
            MetadataFormat::writeDataCite),
    QDC(DublinCore.QUALIFIED, DublinCore.QUALIFIED_SCHEMA, DublinCore::writeQualified),
    UKETD_DC(DublinCore.THESIS, DublinCore.THESIS_SCHEMA, DublinCore::writeThesis),
    CERIF(
            "https://www.openaire.eu/cerif-profile/1.1/",
            "https://www.openaire.eu/schema/cris/1.1/openaire-cerif-profile.xsd",
            null),
    METS("http://www.loc.gov/METS/", "http://www.loc.gov/standards/mets/mets.xsd", null),
    RDF("http://www.openarchives.org/OAI/2.0/rdf/", "http://www.openarchives.org/OAI/2.0/rdf.xsd", null);

    /** Writes an item as one XML element with all its namespace declarations. */
    @FunctionalInterface
    interface Crosswalk {
        void write(Item item, String publisher, XMLStreamWriter xml) throws XMLStreamException;
    }

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final String namespace;
    private final String schema;
    private final @Nullable Crosswalk crosswalk;

    MetadataFormat(String namespace, String schema, @Nullable Crosswalk crosswalk) {
        this.namespace = namespace;
        this.schema = schema;
        this.crosswalk = crosswalk;
    }

    static Optional<MetadataFormat> withPrefix(String prefix) {
        return Arrays.stream(values())
                .filter(format -> format.prefix().equals(prefix))
                .findFirst();
    }

    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    String namespace() {
        return namespace;
    }

    String schema() {
        return schema;
    }

    /** Returns the writer of the format; null if Figshare writes it. */
    @Nullable Crosswalk crosswalk() {
        return crosswalk;
    }

    private static void writeDataCite(Item item, String publisher, XMLStreamWriter xml) throws XMLStreamException {
        String namespace = OAI_DATACITE.namespace;
        xml.writeStartElement("", "oai_datacite", namespace);
        xml.writeDefaultNamespace(namespace);
        xml.writeNamespace("xsi", XSI);
        xml.writeAttribute("xsi", XSI, "schemaLocation", namespace + " " + OAI_DATACITE.schema);
        xml.writeStartElement("", "schemaVersion", namespace);
        xml.writeCharacters("4.6");
        xml.writeEndElement();
        xml.writeStartElement("", "datacentreSymbol", namespace);
        xml.writeCharacters(PlainText.line(publisher));
        xml.writeEndElement();
        xml.writeStartElement("", "payload", namespace);
        DataCiteXml.write(item, publisher, xml);
        xml.writeEndElement();
        xml.writeEndElement();
    }
}
