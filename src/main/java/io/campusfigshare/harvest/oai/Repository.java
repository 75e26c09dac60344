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

/** What the institution's repository answers to each verb, for code that may block. */
@Singleton
class Repository {

    static final String PATH = "/oai";

    private static final int PAGE = 100;

    /** Each record of a format that Figshare writes may cost a call to Figshare. */
    private static final int FOREIGN_PAGE = 10;

    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

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

    /** Writes what stands in an answer after the request. */
    @FunctionalInterface
    interface Part {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    /** An answer, at the moment up to which it knows everything. */
    record Answer(Instant at, Part part) {}

    /** Fails with {@link OaiError} for what the protocol has an error for, and with a problem while the database is gone. */
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
        String asked = request.argument("identifier");
        if (asked != null && header(asked).deleted()) {
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
            throw new OaiError(Code.badResumptionToken, "The list of sets is always complete.");
        }
        List<Sets.Named> all = sets.all();
        if (all.isEmpty()) {
            throw new OaiError(Code.noSetHierarchy, "There are no sets yet.");
        }
        return xml -> {
            OaiXml.start(xml, "ListSets");
            for (Sets.Named set : all) {
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
        ResumptionToken begun = begun(request, tree, now);
        MetadataFormat format = format(begun.prefix());
        boolean whole = request.verb() == Verb.LIST_RECORDS;
        boolean ofFigshare = whole && format.crosswalk() == null;
        Records.Page page = records.after(
                begun.seq(),
                ofFigshare ? FOREIGN_PAGE : PAGE,
                new Selection(begun.from(), begun.until(), begun.set()),
                tree,
                now);
        List<Header> headers = page.headers();
        Map<Long, RecordWriter.Prepared> prepared = new HashMap<>();
        if (ofFigshare) {
            headers.forEach(header -> prepared.put(header.item(), writer.prepare(format, header)));
        }
        if (headers.isEmpty() && begun.delivered() == 0) {
            throw new OaiError(Code.noRecordsMatch, "There are no such records.");
        }
        boolean first = request.argument("resumptionToken") == null;
        return xml -> {
            OaiXml.start(xml, request.verb().text());
            if (!whole) {
                for (Header header : headers) {
                    writer.writeHeader(xml, header, header.deleted());
                }
            } else {
                records.items(headers, (header, item) -> {
                    var record = prepared.get(header.item());
                    (record == null ? writer.prepare(format, header) : record).write(xml, item);
                });
            }
            if (!first || !page.last()) {
                resumption(xml, begun, page, now);
            }
            xml.writeEndElement();
        };
    }

    /** The token of the request, or one that its arguments begin with. */
    private ResumptionToken begun(OaiRequest request, DepartmentTree tree, Instant now) {
        String token = request.argument("resumptionToken");
        if (token != null) {
            return tokens().read(token, request.verb());
        }
        String prefix = String.valueOf(request.argument("metadataPrefix"));
        format(prefix);
        String set = request.argument("set");
        long total = records.count(new Selection(request.from(), request.until(), set), tree);
        return new ResumptionToken(
                request.verb(), prefix, request.from(), request.until(), set, 0, 0, total, now.plus(TOKEN_LIFE));
    }

    /** Empty on the last page (section 3.5). What changes while it is listed comes again, so that there may be more than at first. */
    private void resumption(XMLStreamWriter xml, ResumptionToken begun, Records.Page page, Instant now)
            throws XMLStreamException {
        long delivered = begun.delivered() + page.headers().size();
        OaiXml.start(xml, "resumptionToken");
        if (!page.last()) {
            xml.writeAttribute("expirationDate", OaiXml.second(now.plus(TOKEN_LIFE)));
        }
        xml.writeAttribute("completeListSize", Long.toString(Math.max(begun.total(), delivered)));
        xml.writeAttribute("cursor", Long.toString(begun.delivered()));
        if (!page.last()) {
            xml.writeCharacters(tokens().write(new ResumptionToken(
                    begun.verb(),
                    begun.prefix(),
                    begun.from(),
                    begun.until(),
                    begun.set(),
                    page.headers().getLast().seq(),
                    delivered,
                    begun.total(),
                    now.plus(TOKEN_LIFE))));
        }
        xml.writeEndElement();
    }

    private Header header(String identifier) {
        return identifiers
                .parse(identifier)
                .flatMap(item -> records.header(item, sets.tree()))
                .orElseThrow(() -> new OaiError(Code.idDoesNotExist, "There is no such item."));
    }

    private MetadataFormat format(String prefix) {
        return MetadataFormat.prefixed(prefix)
                .filter(this::isConfigured)
                .orElseThrow(() -> new OaiError(
                        Code.cannotDisseminateFormat, "There is no such format: ListMetadataFormats lists them."));
    }

    private boolean isConfigured(MetadataFormat format) {
        return format.crosswalk() != null || figshareRecords.areAvailable();
    }

    private ResumptionTokens tokens() {
        ResumptionTokens known = tokens;
        if (known == null) {
            known = new ResumptionTokens(records.key(), InstantSource.system());
            tokens = known;
        }
        return known;
    }
}
