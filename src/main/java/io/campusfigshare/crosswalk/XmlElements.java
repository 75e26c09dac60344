package io.campusfigshare.crosswalk;

import com.fasterxml.jackson.databind.JsonNode;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes XML elements of the default namespace; leaves out missing values. */
record XmlElements(XMLStreamWriter xml, String namespace) {

    void start(String name) throws XMLStreamException {
        xml.writeStartElement("", name, namespace);
    }

    void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    /** Writes an element with text. {@code attributes} alternates between names and values. */
    void element(String name, JsonNode text, Object... attributes) throws XMLStreamException {
        if (text.isMissingNode()) {
            return;
        }
        start(name);
        for (int i = 0; i < attributes.length; i += 2) {
            JsonNode value = (JsonNode) attributes[i + 1];
            if (!value.isMissingNode()) {
                xml.writeAttribute((String) attributes[i], PlainText.line(value.asText()));
            }
        }
        xml.writeCharacters(PlainText.of(text.asText()));
        end();
    }
}
