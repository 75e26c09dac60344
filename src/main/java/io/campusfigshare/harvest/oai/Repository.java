package io.campusfigshare.harvest.oai;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.harvest.oai.OaiError.Code;
import io.campusfigshare.harvest.oai.Records.Header;
import io.campusfigshare.harvest.oai.Records.Selection;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Answers the verbs of OAI-PMH; blocking. */
@Singleton
class Repository {

    static final String PATH = "/oai";

    private static final int PAGE_SIZE = 100;

    /** The page size of formats that Figshare writes, because each record may need a call to Figshare. */
    private static final int FIGSHARE_PAGE_SIZE = 10;

    private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);

    private final Records records;
    private final Sets sets;
    private final FigshareRecords figshareRecords;
    private final RecordWriter writer;
    private final String base;
    private final String name;
    private final String adminEmail;
    private final OaiIdentifiers identifiers;
    private volatile @Nullable ResumptionTokens tokens;

    Repository(Records records, Sets sets, FigshareRecords figshareRecords, RecordWriter writer, CampusConfig campus) {
        this.records = records;
        this.sets = sets;
        this.figshareRecords = figshareRecords;
        this.writer = writer;
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

    /** Answers a request; fails with {@link OaiError} for an error of the protocol, and with a problem without the database. */
    Answer answer(OaiRequest request) {
        Instant now = records.now();
        Part part = switch (request.verb()) {
            case IDENTIFY -> identify(now);
            case LIST_METADATA_FORMATS -> formats(request);
            case LIST_SETS -> sets(request);
            case GET_RECORD -> record(request);
            case LIST_IDENTIFIERS, LIST_RECORDS -> list(request, now);
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
            for (MetadataFormat format : MetadataFormat.values()) {
                if (isConfigured(format)) {
                    OaiXml.start(xml, "metadataFormat");
                    OaiXml.element(xml, "metadataPrefix", format.prefix());
                    OaiXml.element(xml, "schema", format.schema());
                    OaiXml.element(xml, "metadataNamespace", format.namespace());
                    xml.writeEndElement();
                }
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
        MetadataFormat format = format(String.valueOf(request.argument("metadataPrefix")));
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

    private Part list(OaiRequest request, Instant now) {
        DepartmentTree tree = sets.tree();
        ResumptionToken startToken = startToken(request, tree, now);
        MetadataFormat format = format(startToken.prefix());
        boolean withMetadata = request.verb() == Verb.LIST_RECORDS;
        boolean writtenByFigshare = withMetadata && format.crosswalk() == null;
        Records.Page page = records.after(
                startToken.seq(),
                writtenByFigshare ? FIGSHARE_PAGE_SIZE : PAGE_SIZE,
                new Selection(startToken.from(), startToken.until(), startToken.set()),
                tree,
                now);
        List<Header> headers = page.headers();
        Map<Long, RecordWriter.Prepared> prepared = new HashMap<>();
        if (writtenByFigshare) {
            headers.forEach(header -> prepared.put(header.item(), writer.prepare(format, header)));
        }
        if (headers.isEmpty() && startToken.delivered() == 0) {
            throw new OaiError(Code.noRecordsMatch, "No records match.");
        }
        boolean isFirstPage = request.argument("resumptionToken") == null;
        return xml -> {
            OaiXml.start(xml, request.verb().text());
            if (!withMetadata) {
                for (Header header : headers) {
                    writer.writeHeader(xml, header, header.deleted());
                }
            } else {
                records.items(headers, (header, item) -> {
                    var record = prepared.get(header.item());
                    (record == null ? writer.prepare(format, header) : record).write(xml, item);
                });
            }
            if (!isFirstPage || !page.last()) {
                writeResumptionToken(xml, startToken, page, now);
            }
            xml.writeEndElement();
        };
    }

    /** Returns the request's resumption token, or a new one for the beginning of the requested list. */
    private ResumptionToken startToken(OaiRequest request, DepartmentTree tree, Instant now) {
        String token = request.argument("resumptionToken");
        if (token != null) {
            return tokens().read(token, request.verb());
        }
        String prefix = String.valueOf(request.argument("metadataPrefix"));
        format(prefix);
        String set = request.argument("set");
        long total = records.count(new Selection(request.from(), request.until(), set), tree);
        return new ResumptionToken(
                request.verb(), prefix, request.from(), request.until(), set, 0, 0, total, now.plus(TOKEN_LIFETIME));
    }

    /**
     * Writes the resumption token; an empty one on the last page (section 3.5). Items that change during the harvest are
     * listed again, so that more records may be delivered than were counted at first.
     */
    private void writeResumptionToken(XMLStreamWriter xml, ResumptionToken startToken, Records.Page page, Instant now)
            throws XMLStreamException {
        long delivered = startToken.delivered() + page.headers().size();
        OaiXml.start(xml, "resumptionToken");
        if (!page.last()) {
            xml.writeAttribute("expirationDate", OaiXml.second(now.plus(TOKEN_LIFETIME)));
        }
        xml.writeAttribute("completeListSize", Long.toString(Math.max(startToken.total(), delivered)));
        xml.writeAttribute("cursor", Long.toString(startToken.delivered()));
        if (!page.last()) {
            xml.writeCharacters(tokens().write(new ResumptionToken(
                    startToken.verb(),
                    startToken.prefix(),
                    startToken.from(),
                    startToken.until(),
                    startToken.set(),
                    page.headers().getLast().seq(),
                    delivered,
                    startToken.total(),
                    now.plus(TOKEN_LIFETIME))));
        }
        xml.writeEndElement();
    }

    private Header header(String identifier) {
        return identifiers
                .parse(identifier)
                .flatMap(item -> records.header(item, sets.tree()))
                .orElseThrow(() -> new OaiError(Code.idDoesNotExist, "No item has this identifier."));
    }

    private MetadataFormat format(String prefix) {
        return MetadataFormat.withPrefix(prefix)
                .filter(this::isConfigured)
                .orElseThrow(() -> new OaiError(
                        Code.cannotDisseminateFormat, "Unknown format. ListMetadataFormats lists the formats."));
    }

    private boolean isConfigured(MetadataFormat format) {
        return format.crosswalk() != null || figshareRecords.areAvailable();
    }

    private ResumptionTokens tokens() {
        ResumptionTokens loaded = tokens;
        if (loaded == null) {
            loaded = new ResumptionTokens(records.key(), InstantSource.system());
            tokens = loaded;
        }
        return loaded;
    }
}
