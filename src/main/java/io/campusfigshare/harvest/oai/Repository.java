package io.campusfigshare.harvest.oai;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.PlainText;
import io.campusfigshare.crosswalk.Publisher;
import io.campusfigshare.harvest.oai.OaiError.Code;
import io.campusfigshare.harvest.oai.Records.Header;
import io.campusfigshare.harvest.oai.Records.Selection;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** What the institution's repository answers to each verb, for code that may block. */
@Singleton
class Repository {

    static final String PATH = "/oai";
    static final String NAMESPACE = "http://www.openarchives.org/OAI/2.0/";

    private static final int PAGE = 100;

    /** Each record of a format that Figshare writes may cost a call to Figshare. */
    private static final int FOREIGN_PAGE = 10;

    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

    /** Ours; and Figshare's, which those who harvested there have kept (FACTS section 6). */
    private static final String NUMBER = "([1-9][0-9]{0,17})";

    private final Records records;
    private final Sets sets;
    private final ForeignRecords foreign;
    private final String base;
    private final String name;
    private final String adminEmail;
    private final String identifiers;
    private final Pattern identifier;
    private volatile @Nullable ResumptionTokens tokens;

    Repository(Records records, Sets sets, ForeignRecords foreign, CampusConfig campus) {
        this.records = records;
        this.sets = sets;
        this.foreign = foreign;
        this.base = CampusConfig.base(campus);
        this.name = campus.name();
        String domain = URI.create(base).getHost();
        this.adminEmail =
                campus.adminEmail().orElse("postmaster@" + (domain.contains(".") ? domain : domain + ".invalid"));
        this.identifiers = "oai:" + domain + ":";
        this.identifier =
                Pattern.compile("(?:" + Pattern.quote(identifiers) + "|oai:figshare\\.com:article/)" + NUMBER);
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
            start(xml, "Identify");
            element(xml, "repositoryName", name);
            element(xml, "baseURL", base + PATH);
            element(xml, "protocolVersion", "2.0");
            element(xml, "adminEmail", adminEmail);
            element(xml, "earliestDatestamp", second(earliest));
            element(xml, "deletedRecord", "persistent");
            element(xml, "granularity", "YYYY-MM-DDThh:mm:ssZ");
            element(xml, "compression", "gzip");
            xml.writeEndElement();
        };
    }

    private Part formats(OaiRequest request) {
        String asked = request.argument("identifier");
        if (asked != null && header(asked).deleted()) {
            throw new OaiError(Code.noMetadataFormats, "The item was withdrawn.");
        }
        return xml -> {
            start(xml, "ListMetadataFormats");
            for (MetadataFormat format : MetadataFormat.values()) {
                if (isConfigured(format)) {
                    start(xml, "metadataFormat");
                    element(xml, "metadataPrefix", format.prefix());
                    element(xml, "schema", format.schema());
                    element(xml, "metadataNamespace", format.namespace());
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
            start(xml, "ListSets");
            for (Sets.Named set : all) {
                start(xml, "set");
                element(xml, "setSpec", set.spec());
                element(xml, "setName", set.name());
                xml.writeEndElement();
            }
            xml.writeEndElement();
        };
    }

    private Part record(OaiRequest request) {
        Header header = header(String.valueOf(request.argument("identifier")));
        MetadataFormat format = format(String.valueOf(request.argument("metadataPrefix")));
        var written = new Metadata(format, header);
        if (!header.deleted() && format.crosswalk() == null && written.foreign == null) {
            throw new OaiError(Code.cannotDisseminateFormat, "Figshare has no " + format.prefix() + " of this item.");
        }
        return xml -> {
            start(xml, "GetRecord");
            records.items(List.of(header), (of, item) -> written.write(xml, item));
            xml.writeEndElement();
        };
    }

    private Part list(OaiRequest request, Instant now) {
        Sets.Tree tree = sets.tree();
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
        Map<Long, Metadata> metadata = new HashMap<>();
        if (ofFigshare) {
            headers.forEach(header -> metadata.put(header.item(), new Metadata(format, header)));
        }
        if (headers.isEmpty() && begun.delivered() == 0) {
            throw new OaiError(Code.noRecordsMatch, "There are no such records.");
        }
        boolean first = request.argument("resumptionToken") == null;
        return xml -> {
            start(xml, request.verb().text());
            if (!whole) {
                for (Header header : headers) {
                    header(xml, header, header.deleted());
                }
            } else {
                records.items(headers, (header, item) -> {
                    Metadata written = metadata.get(header.item());
                    (written == null ? new Metadata(format, header) : written).write(xml, item);
                });
            }
            if (!first || !page.last()) {
                resumption(xml, begun, page, now);
            }
            xml.writeEndElement();
        };
    }

    /** The token of the request, or one that its arguments begin with. */
    private ResumptionToken begun(OaiRequest request, Sets.Tree tree, Instant now) {
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
        start(xml, "resumptionToken");
        if (!page.last()) {
            xml.writeAttribute("expirationDate", second(now.plus(TOKEN_LIFE)));
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

    /** A record in a format; what Figshare writes is there before the answer begins, since it may fail. */
    private final class Metadata {

        private final MetadataFormat format;
        private final Header header;
        private final byte @Nullable [] foreign;

        Metadata(MetadataFormat format, Header header) {
            this.format = format;
            this.header = header;
            this.foreign = header.deleted() || format.crosswalk() != null
                    ? null
                    : Repository.this.foreign.metadata(header, format).orElse(null);
        }

        /** Without an item it is one that was withdrawn. */
        void write(XMLStreamWriter xml, @Nullable Item item) throws XMLStreamException {
            MetadataFormat.Crosswalk crosswalk = format.crosswalk();
            if (item != null && crosswalk == null && foreign == null) {
                return; // Figshare has none of it in this format.
            }
            start(xml, "record");
            header(xml, header, item == null);
            if (item != null) {
                start(xml, "metadata");
                if (crosswalk != null) {
                    crosswalk.write(item, Publisher.of(item, name), xml);
                } else if (foreign != null) {
                    Repository.this.foreign.write(foreign, xml);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
    }

    private void header(XMLStreamWriter xml, Header header, boolean deleted) throws XMLStreamException {
        start(xml, "header");
        if (deleted) {
            xml.writeAttribute("status", "deleted");
        }
        element(xml, "identifier", identifiers + header.item());
        element(xml, "datestamp", second(header.at()));
        for (String set : header.sets()) {
            element(xml, "setSpec", set);
        }
        xml.writeEndElement();
    }

    private Header header(String asked) {
        Matcher matcher = identifier.matcher(asked);
        return Optional.of(matcher)
                .filter(Matcher::matches)
                .flatMap(ours -> records.header(Long.parseLong(ours.group(1)), sets.tree()))
                .orElseThrow(() -> new OaiError(Code.idDoesNotExist, "There is no such item."));
    }

    private MetadataFormat format(String prefix) {
        return MetadataFormat.prefixed(prefix)
                .filter(this::isConfigured)
                .orElseThrow(() -> new OaiError(
                        Code.cannotDisseminateFormat, "There is no such format: ListMetadataFormats lists them."));
    }

    private boolean isConfigured(MetadataFormat format) {
        return format.crosswalk() != null || foreign.areAvailable();
    }

    private ResumptionTokens tokens() {
        ResumptionTokens known = tokens;
        if (known == null) {
            known = new ResumptionTokens(records.key(), InstantSource.system());
            tokens = known;
        }
        return known;
    }

    static void start(XMLStreamWriter xml, String name) throws XMLStreamException {
        xml.writeStartElement("", name, NAMESPACE);
    }

    static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        start(xml, name);
        xml.writeCharacters(PlainText.of(text));
        xml.writeEndElement();
    }

    static String second(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
