package io.campusfigshare.crosswalk;

import com.fasterxml.jackson.databind.JsonNode;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Elements of one namespace, which is the default one; what is absent is not written. */
record XmlElements(XMLStreamWriter xml, String namespace) {

    void start(String name) throws XMLStreamException {
        xml.writeStartElement("", name, namespace);
    }

    void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    /** An element with text in it, and attributes: a name and its value, and so on. */
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
