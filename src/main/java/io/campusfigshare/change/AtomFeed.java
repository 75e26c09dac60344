package io.campusfigshare.change;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.httpcache.Negotiation;
import jakarta.inject.Singleton;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a page of changes as an Atom feed (RFC 4287). Its next link leads to the next changes (RFC 5005). */
@Singleton
class AtomFeed {

    static final String TYPE = "application/atom+xml";
    static final Negotiation.Offer OFFER = new Negotiation.Offer("atom", TYPE);

    private static final String ATOM = "http://www.w3.org/2005/Atom";

    /** Characters that XML 1.0 does not allow, not even escaped. */
    private static final String FORBIDDEN = "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]";

    private final XMLOutputFactory xml = XMLOutputFactory.newDefaultFactory();
    private final String url;
    private final String name;

    AtomFeed(CampusConfig campus) {
        this.url = CampusConfig.base(campus) + ChangeResource.PATH;
        this.name = campus.name();
    }

    String of(ChangePage page, long after, int size) {
        var text = new StringWriter();
        try {
            XMLStreamWriter out = xml.createXMLStreamWriter(text);
            out.writeStartDocument();
            out.setDefaultNamespace(ATOM);
            out.writeStartElement(ATOM, "feed");
            out.writeDefaultNamespace(ATOM);
            element(out, "id", url);
            element(out, "title", name + ": changes");
            element(
                    out,
                    "updated",
                    page.items().isEmpty()
                            ? Instant.EPOCH.toString()
                            : page.items().getLast().at().toString());
            out.writeStartElement(ATOM, "author");
            element(out, "name", name);
            out.writeEndElement();
            link(out, "self", url + "?after=" + after + "&format=atom&size=" + size);
            link(out, "next", url + "?after=" + page.next() + "&format=atom&size=" + size);
            for (ChangePage.Change change : page.items()) {
                entry(out, change);
            }
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException ours) {
            throw new IllegalStateException(ours);
        }
        return text.toString();
    }

    private void entry(XMLStreamWriter out, ChangePage.Change change) throws XMLStreamException {
        out.writeStartElement(ATOM, "entry");
        // A permanent URL of this change alone.
        element(out, "id", url + "?after=" + (Long.parseLong(change.cursor()) - 1) + "&size=1");
        element(out, "title", change.title() == null ? "Item " + change.item() : change.title());
        element(out, "updated", change.at().toString());
        link(out, "alternate", change.url());
        out.writeEmptyElement(ATOM, "category");
        out.writeAttribute("term", change.kind());
        element(
                out,
                "summary",
                change.kind().substring(0, 1).toUpperCase(Locale.ROOT)
                        + change.kind().substring(1)
                        + (change.doi() == null ? "" : ": https://doi.org/" + change.doi()));
        out.writeEndElement();
    }

    private static void element(XMLStreamWriter out, String name, String text) throws XMLStreamException {
        out.writeStartElement(ATOM, name);
        out.writeCharacters(text.replaceAll(FORBIDDEN, " "));
        out.writeEndElement();
    }

    private static void link(XMLStreamWriter out, String rel, String href) throws XMLStreamException {
        out.writeEmptyElement(ATOM, "link");
        out.writeAttribute("rel", rel);
        out.writeAttribute("href", href);
    }
}
