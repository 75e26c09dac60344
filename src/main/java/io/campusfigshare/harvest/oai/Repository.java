package io.campusfigshare.harvest.oai;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.harvest.oai.OaiError.Code;
import io.campusfigshare.harvest.oai.Records.Header;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Answers the verbs of OAI-PMH; blocking. */
@Singleton
class Repository {

    static final String PATH = "/oai";

    private final Records records;
    private final Sets sets;
    private final MetadataFormats formats;
    private final RecordWriter writer;
    private final RecordLists lists;
    private final String base;
    private final String name;
    private final String adminEmail;
    private final OaiIdentifiers identifiers;

    Repository(
            Records records,
            Sets sets,
            MetadataFormats formats,
            RecordWriter writer,
            RecordLists lists,
            CampusConfig campus) {
        this.records = records;
        this.sets = sets;
        this.formats = formats;
        this.writer = writer;
        this.lists = lists;
        this.base = CampusConfig.base(campus);
        this.name = campus.name();
        String domain = URI.create(base).getHost();
        this.adminEmail =
                campus.adminEmail().orElse("postmaster@" + (domain.contains(".") ? domain : domain + ".invalid"));
        this.identifiers = OaiIdentifiers.of(campus);
    }

    /** Writes the part of an answer after the request element. */
    @FunctionalInterface
    interface Part {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    /** An answer; {@code at} is the moment up to which it contains all changes. */
    record Answer(Instant at, Part part) {}

    /**
     * Answers a request; fails with {@link OaiError} for an error of the protocol, and with a problem without the
     * database.
     */
    Answer answer(OaiRequest request) {
        Instant now = records.now();
        Part part = switch (request.verb()) {
            case IDENTIFY -> identify(now);
            case LIST_METADATA_FORMATS -> formats(request);
            case LIST_SETS -> sets(request);
            case GET_RECORD -> record(request);
            case LIST_IDENTIFIERS, LIST_RECORDS -> lists.list(request, now);
        };
        return new Answer(now, part);
    }

    private Part identify(Instant now) {
        Instant earliest = records.earliest(now);
        return xml -> {
            OaiXml.start(xml, "Identify");
            OaiXml.element(xml, "repositoryName", name);
            OaiXml.element(xml, "baseURL", base + PATH);
            OaiXml.element(xml, "protocolVersion", "2.0");
            OaiXml.element(xml, "adminEmail", adminEmail);
            OaiXml.element(xml, "earliestDatestamp", OaiXml.second(earliest));
            OaiXml.element(xml, "deletedRecord", "persistent");
            OaiXml.element(xml, "granularity", "YYYY-MM-DDThh:mm:ssZ");
            OaiXml.element(xml, "compression", "gzip");
            xml.writeEndElement();
        };
    }

    private Part formats(OaiRequest request) {
        String identifier = request.argument("identifier");
        if (identifier != null && header(identifier).deleted()) {
            throw new OaiError(Code.noMetadataFormats, "The item was withdrawn.");
        }
        return xml -> {
            OaiXml.start(xml, "ListMetadataFormats");
            for (MetadataFormat format : formats.all()) {
                OaiXml.start(xml, "metadataFormat");
                OaiXml.element(xml, "metadataPrefix", format.prefix());
                OaiXml.element(xml, "schema", format.schema());
                OaiXml.element(xml, "metadataNamespace", format.namespace());
                xml.writeEndElement();
            }
            xml.writeEndElement();
        };
    }

    private Part sets(OaiRequest request) {
        if (request.argument("resumptionToken") != null) {
            throw new OaiError(
                    Code.badResumptionToken, "The list of sets has no resumptionToken; it is always complete.");
        }
        List<Sets.NamedSet> all = sets.all();
        if (all.isEmpty()) {
            throw new OaiError(Code.noSetHierarchy, "There are no sets.");
        }
        return xml -> {
            OaiXml.start(xml, "ListSets");
            for (Sets.NamedSet set : all) {
                OaiXml.start(xml, "set");
                OaiXml.element(xml, "setSpec", set.spec());
                OaiXml.element(xml, "setName", set.name());
                xml.writeEndElement();
            }
            xml.writeEndElement();
        };
    }

    private Part record(OaiRequest request) {
        Header header = header(String.valueOf(request.argument("identifier")));
        MetadataFormat format = formats.require(String.valueOf(request.argument("metadataPrefix")));
        var record = writer.prepare(format, header);
        if (record.isUnavailable()) {
            throw new OaiError(Code.cannotDisseminateFormat, "Figshare has no " + format.prefix() + " of this item.");
        }
        return xml -> {
            OaiXml.start(xml, "GetRecord");
            records.items(List.of(header), (ignored, item) -> record.write(xml, item));
            xml.writeEndElement();
        };
    }

    private Header header(String identifier) {
        return identifiers
                .parse(identifier)
                .flatMap(item -> records.header(item, sets.tree()))
                .orElseThrow(() -> new OaiError(Code.idDoesNotExist, "No item has this identifier."));
    }
}
