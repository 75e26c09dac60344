package io.campusfigshare.harvest.oai;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.Publisher;
import io.campusfigshare.harvest.oai.Records.Header;
import jakarta.inject.Singleton;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes records and their headers. */
@Singleton
class RecordWriter {

    private final FigshareRecords figshareRecords;
    private final OaiIdentifiers identifiers;
    private final String institution;

    RecordWriter(FigshareRecords figshareRecords, CampusConfig campus) {
        this.figshareRecords = figshareRecords;
        this.identifiers = OaiIdentifiers.of(campus);
        this.institution = campus.name();
    }

    /** Prepares a record: loads the metadata that Figshare writes, because that may fail. */
    Prepared prepare(MetadataFormat format, Header header) {
        byte[] metadata = header.deleted() || format.crosswalk() != null
                ? null
                : figshareRecords.metadata(header, format).orElse(null);
        return new Prepared(format, header, metadata);
    }

    /** A record in a format, with the metadata that Figshare writes, if any. */
    final class Prepared {

        private final MetadataFormat format;
        private final Header header;
        private final byte @Nullable [] figshareMetadata;

        private Prepared(MetadataFormat format, Header header, byte @Nullable [] figshareMetadata) {
            this.format = format;
            this.header = header;
            this.figshareMetadata = figshareMetadata;
        }

        /** Returns whether Figshare, which writes this format, has none of it for this item. */
        boolean isUnavailable() {
            return !header.deleted() && format.crosswalk() == null && figshareMetadata == null;
        }

        /** Writes the record; without an item, as one that was withdrawn. */
        void write(XMLStreamWriter xml, @Nullable Item item) throws XMLStreamException {
            MetadataFormat.Crosswalk crosswalk = format.crosswalk();
            if (item != null && crosswalk == null && figshareMetadata == null) {
                return; // Figshare does not provide this format of the item.
            }
            OaiXml.start(xml, "record");
            writeHeader(xml, header, item == null);
            if (item != null) {
                OaiXml.start(xml, "metadata");
                if (crosswalk != null) {
                    crosswalk.write(item, Publisher.of(item, institution), xml);
                } else if (figshareMetadata != null) {
                    figshareRecords.write(figshareMetadata, xml);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
    }

    void writeHeader(XMLStreamWriter xml, Header header, boolean deleted) throws XMLStreamException {
        OaiXml.start(xml, "header");
        if (deleted) {
            xml.writeAttribute("status", "deleted");
        }
        OaiXml.element(xml, "identifier", identifiers.of(header.item()));
        OaiXml.element(xml, "datestamp", OaiXml.second(header.at()));
        for (String set : header.sets()) {
            OaiXml.element(xml, "setSpec", set);
        }
        xml.writeEndElement();
    }
}
