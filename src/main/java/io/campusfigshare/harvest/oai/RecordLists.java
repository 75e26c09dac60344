package io.campusfigshare.harvest.oai;

import io.campusfigshare.harvest.oai.OaiError.Code;
import io.campusfigshare.harvest.oai.Records.Header;
import io.campusfigshare.harvest.oai.Records.Selection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Answers ListIdentifiers and ListRecords in pages, with resumption tokens. */
@Singleton
class RecordLists {

    private static final int PAGE_SIZE = 100;

    /** The page size of formats that Figshare writes, because each record may need a call to Figshare. */
    private static final int FIGSHARE_PAGE_SIZE = 10;

    private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);

    private final Records records;
    private final Sets sets;
    private final MetadataFormats formats;
    private final RecordWriter writer;
    private volatile @Nullable ResumptionTokens tokens;

    RecordLists(Records records, Sets sets, MetadataFormats formats, RecordWriter writer) {
        this.records = records;
        this.sets = sets;
        this.formats = formats;
        this.writer = writer;
    }

    Repository.Part list(OaiRequest request, Instant now) {
        DepartmentTree tree = sets.tree();
        ResumptionToken startToken = startToken(request, tree, now);
        MetadataFormat format = formats.require(startToken.prefix());
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
        formats.require(prefix);
        String set = request.argument("set");
        long total = records.count(new Selection(request.from(), request.until(), set), tree);
        return new ResumptionToken(
                request.verb(), prefix, request.from(), request.until(), set, 0, 0, total, now.plus(TOKEN_LIFETIME));
    }

    /**
     * Writes the resumption token; an empty one on the last page (section 3.5). Items that change during the harvest
     * are listed again, so that more records may be delivered than were counted at first.
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

    private ResumptionTokens tokens() {
        ResumptionTokens loaded = tokens;
        if (loaded == null) {
            loaded = new ResumptionTokens(records.key(), InstantSource.system());
            tokens = loaded;
        }
        return loaded;
    }
}
