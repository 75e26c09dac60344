package io.campusfigshare.crosswalk;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes XML elements of Dublin Core; leaves out missing and blank values. */
final class DublinCoreXml {

    private static final String DC = "http://purl.org/dc/elements/1.1/";
    private static final String TERMS = "http://purl.org/dc/terms/";
    private static final String THESIS_TERMS = "http://naca.central.cranfield.ac.uk/ethos-oai/terms/";
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private static final Map<String, String> NAMESPACES =
            Map.of("dc", DC, "dcterms", TERMS, "uketdterms", THESIS_TERMS);

    private final XMLStreamWriter xml;

    DublinCoreXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Starts the root element and declares its namespace and those of the prefixes. */
    void start(String prefix, String name, String namespace, String schema, List<String> prefixes)
            throws XMLStreamException {
        xml.writeStartElement(prefix, name, namespace);
        xml.writeNamespace(prefix, namespace);
        for (String other : prefixes) {
            xml.writeNamespace(other, namespace(other));
        }
        xml.writeNamespace("xsi", XSI);
        xml.writeAttribute("xsi", XSI, "schemaLocation", namespace + " " + schema);
    }

    /** Writes an element with text. */
    void element(String prefix, String name, @Nullable String text) throws XMLStreamException {
        typed(prefix, name, text, null);
    }

    /** Writes an element with text and {@code xsi:type}. */
    void typed(String prefix, String name, @Nullable String text, @Nullable String type) throws XMLStreamException {
        if (text == null || text.isBlank()) {
            return;
        }
        xml.writeStartElement(prefix, name, namespace(prefix));
        if (type != null) {
            xml.writeAttribute("xsi", XSI, "type", "dcterms:" + type);
        }
        xml.writeCharacters(PlainText.of(text));
        xml.writeEndElement();
    }

    private static String namespace(String prefix) {
        return Objects.requireNonNull(NAMESPACES.get(prefix));
    }
}
