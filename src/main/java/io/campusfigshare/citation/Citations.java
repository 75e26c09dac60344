package io.campusfigshare.citation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.undercouch.citeproc.csl.CSLItemData;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.DataCite;
import io.campusfigshare.crosswalk.DublinCore;
import io.campusfigshare.crosswalk.Publisher;
import io.campusfigshare.httpcache.Loader;
import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Answers items and lists of them in the format that is wanted; each is made of the JSON, which is loaded once for all. */
@Singleton
public class Citations {

    /** What a reference alone can be had as. */
    public static final Negotiation.Offer REFERENCE_TEXT = new Negotiation.Offer("text", MediaType.TEXT_PLAIN);

    /** The same with the style's italics. */
    public static final Negotiation.Offer REFERENCE_HTML = new Negotiation.Offer("html", MediaType.TEXT_HTML);

    /** What the links of an item can be had as. */
    public static final Negotiation.Offer LINKSET_JSON = new Negotiation.Offer("json", Signposting.LINKSET_JSON);

    /** The same as they stand in a header. */
    public static final Negotiation.Offer LINKSET_TEXT = new Negotiation.Offer("text", Signposting.LINKSET);

    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String HTML = "text/html;charset=UTF-8";

    private final ResponseCache cache;
    private final Styles styles;
    private final ObjectMapper json;
    private final String publisher;
    private final XMLOutputFactory xml = XMLOutputFactory.newDefaultFactory();

    Citations(ResponseCache cache, Styles styles, ObjectMapper json, CampusConfig campus) {
        this.cache = cache;
        this.styles = styles;
        this.json = json;
        this.publisher = campus.name();
    }

    /**
     * Answers an item.
     *
     * @param key      of its JSON, as in {@link ResponseCache}
     * @param loader   of its JSON
     */
    public Uni<RestResponse<Buffer>> item(
            RoutingContext context, RequestedFormat wanted, String key, String lifetime, Loader loader) {
        return Negotiation.writeAsIs(
                wanted.format() == Format.JSON
                        ? cache.answer(context, key, lifetime, signposted(loader))
                        : cache.answer(
                                context, key, lifetime, signposted(loader), wanted.query(), body -> one(body, wanted)));
    }

    /**
     * Answers an item's reference alone, as text or as HTML; {@code key} and {@code loader} are the item's.
     *
     * @param style  null for the usual one
     * @param locale null for the usual one
     */
    public Uni<RestResponse<Buffer>> citation(
            RoutingContext context,
            Negotiation.Offer as,
            @Nullable String style,
            @Nullable String locale,
            String key,
            String lifetime,
            Loader loader) {
        boolean html = as.equals(REFERENCE_HTML);
        var wanted = new RequestedFormat(Format.TEXT, Styles.style(style), Styles.locale(locale));
        String query =
                wanted.query().replace("format=text", html ? "format=html" : "").replace("?&", "?");
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                lifetime,
                signposted(loader),
                "/citation" + (query.equals("?") ? "" : query),
                body -> Representation.of(html ? HTML : TEXT, bytes(references(List.of(read(body)), wanted, html)))));
    }

    /** Answers all links of an item (RFC 9264); {@code key} and {@code loader} are the item's. */
    public Uni<RestResponse<Buffer>> linkset(
            RoutingContext context, Negotiation.Offer as, String key, String lifetime, Loader loader) {
        boolean text = as.equals(LINKSET_TEXT);
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                lifetime,
                signposted(loader),
                "/linkset" + (text ? "?format=text" : ""),
                body -> text
                        ? Representation.of(Signposting.LINKSET, bytes(Signposting.linkset(read(body))))
                        : Representation.of(Signposting.LINKSET_JSON, bytes(Signposting.linksetJson(read(body))))));
    }

    /**
     * Answers a list.
     *
     * @param key    with the parameters of what is wanted
     * @param loader of the JSON of as many items as are wanted, whole
     */
    public Uni<RestResponse<Buffer>> list(RoutingContext context, RequestedFormat wanted, String key, Loader loader) {
        return Negotiation.writeAsIs(cache.answer(
                context,
                key,
                "list",
                wanted.format() == Format.JSON
                        ? loader
                        : refresh -> loader.load(refresh)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(page -> many(page, wanted))));
    }

    private Loader signposted(Loader loader) {
        return refresh -> loader.load(refresh)
                // Records may be long, and this reads all of it.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(item -> item.status() == 200 ? signposted(item) : item);
    }

    /** Written once: to be read here, and to be kept. */
    private Representation signposted(Representation item) {
        byte[] written = written(item);
        return item.withBody(item.type(), written).withLinks(Signposting.header(read(written)));
    }

    private Representation one(byte[] body, RequestedFormat wanted) {
        Item item = read(body);
        byte[] written = switch (wanted.format()) {
            case JSON -> body;
            case BIBTEX, RIS, TEXT -> bytes(text(List.of(item), wanted));
            case CSL -> bytes(CslJson.of(item, by(item)));
            case DATACITE -> bytes(DataCite.json(item, by(item)));
            case SCHEMAORG, JSONLD -> linked(SchemaOrg.of(item, by(item)));
            case DATACITE_XML -> document(out -> DataCite.write(item, by(item), out));
            case DC -> document(out -> DublinCore.write(item, by(item), out));
        };
        return Representation.of(wanted.format().contentType(), written)
                .withLinks(Signposting.header(item, wanted.format()));
    }

    private Representation many(Representation page, RequestedFormat wanted) {
        List<Item> items = items(written(page));
        byte[] written = switch (wanted.format()) {
            case BIBTEX, RIS, TEXT -> bytes(text(items, wanted));
            case CSL -> bytes(array(items, CslJson::of));
            case DATACITE -> bytes(array(items, DataCite::json));
            case SCHEMAORG, JSONLD ->
                linked(SchemaOrg.graph(
                        items.stream().map(item -> SchemaOrg.of(item, by(item))).toList()));
            case JSON, DATACITE_XML, DC -> throw new IllegalStateException("No list is written in " + wanted);
        };
        return page.withBody(wanted.format().contentType(), written);
    }

    private String text(List<Item> items, RequestedFormat wanted) {
        return switch (wanted.format()) {
            case BIBTEX -> BibTex.of(items, this::by);
            case RIS -> Ris.of(items, this::by);
            default -> references(items, wanted, false);
        };
    }

    private String references(List<Item> items, RequestedFormat wanted, boolean html) {
        List<CSLItemData> data = items.stream()
                .map(item -> json.convertValue(CslJson.of(item, by(item)), OBJECT))
                .map(CSLItemData::fromJson)
                .toList();
        return styles.references(data, wanted.style(), wanted.locale(), html);
    }

    /** Who published it. */
    private String by(Item item) {
        return Publisher.of(item, publisher);
    }

    private interface Mapping {
        ObjectNode of(Item item, String publisher);
    }

    private JsonNode array(List<Item> items, Mapping mapping) {
        var array = json.createArrayNode();
        items.forEach(item -> array.add(mapping.of(item, by(item))));
        return array;
    }

    /** Pages take it into a script element, which text in it must not end. */
    private byte[] linked(JsonNode work) {
        return work.toString().replace("<", "\\u003c").getBytes(StandardCharsets.UTF_8);
    }

    private interface Writing {
        void to(XMLStreamWriter out) throws XMLStreamException;
    }

    private byte[] document(Writing writing) {
        var text = new StringWriter();
        try {
            XMLStreamWriter out = xml.createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            writing.to(out);
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException ours) {
            throw new IllegalStateException(ours);
        }
        return bytes(text.toString());
    }

    private List<Item> items(byte[] page) {
        try (JsonParser parser = json.createParser(page)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                // A page begins with its items.
            }
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                return List.of(); // What follows is no item.
            }
            try (MappingIterator<Item> items = json.readerFor(Item.class).readValues(parser)) {
                return items.readAll();
            }
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private Item read(byte[] body) {
        try {
            return json.readValue(body, Item.class);
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private byte[] written(Representation representation) {
        try {
            return json.writeValueAsBytes(representation.body());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private static byte[] bytes(JsonNode node) {
        return bytes(node.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
