package io.campusfigshare.harvest.oai;

import io.campusfigshare.crosswalk.PlainText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes XML elements of OAI-PMH. */
final class OaiXml {

    static final String NAMESPACE = "http://www.openarchives.org/OAI/2.0/";

    private OaiXml() {}

    /** Starts an element. */
    static void start(XMLStreamWriter xml, String name) throws XMLStreamException {
        xml.writeStartElement("", name, NAMESPACE);
    }

    /** Writes an element with text. */
    static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        start(xml, name);
        xml.writeCharacters(PlainText.of(text));
        xml.writeEndElement();
    }

    /** Returns the moment in seconds, the granularity of the repository. */
    static String second(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
