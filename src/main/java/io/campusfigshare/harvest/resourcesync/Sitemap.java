package io.campusfigshare.harvest.resourcesync;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a document of ResourceSync: a sitemap with additional elements. */
final class Sitemap {

    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static final String RS = "http://www.openarchives.org/rs/terms/";

    private final XMLStreamWriter xml;

    /** @param root {@code urlset}, or {@code sitemapindex} for an index of other documents */
    Sitemap(XMLStreamWriter xml, String root) throws XMLStreamException {
        this.xml = xml;
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("", root, NAMESPACE);
        xml.writeDefaultNamespace(NAMESPACE);
        xml.writeNamespace("rs", RS);
    }

    void endDocument() throws XMLStreamException {
        xml.writeEndDocument();
        xml.flush();
    }

    /** Starts an entry: {@code url}, or {@code sitemap} in an index. */
    void startEntry(String name, String loc) throws XMLStreamException {
        xml.writeStartElement("", name, NAMESPACE);
        element("loc", loc);
    }

    void lastmod(Instant at) throws XMLStreamException {
        element("lastmod", second(at));
    }

    /** Writes the metadata of the document or of the current entry. */
    void metadata(Map<String, String> attributes) throws XMLStreamException {
        xml.writeEmptyElement("rs", "md", RS);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            xml.writeAttribute(attribute.getKey(), attribute.getValue());
        }
    }

    void link(String rel, String href) throws XMLStreamException {
        xml.writeEmptyElement("rs", "ln", RS);
        xml.writeAttribute("rel", rel);
        xml.writeAttribute("href", href);
    }

    void endEntry() throws XMLStreamException {
        xml.writeEndElement();
    }

    static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void element(String name, String text) throws XMLStreamException {
        xml.writeStartElement("", name, NAMESPACE);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
