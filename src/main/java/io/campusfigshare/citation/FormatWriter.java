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
import io.campusfigshare.crosswalk.DataCiteXml;
import io.campusfigshare.crosswalk.DublinCore;
import io.campusfigshare.crosswalk.Publisher;
import io.campusfigshare.httpcache.Csv;
import io.campusfigshare.httpcache.Representation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes items and lists of items in each {@link Format}, from their JSON. */
@Singleton
class FormatWriter {

    /** The number that numeric styles put in front of the first reference. */
    private static final Pattern ONLY_NUMBER = Pattern.compile("^(\\[1]|\\(1\\)|1\\.(?!\\d)|1(?=\\s*\\p{Lu}))\\s*");

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ReferenceFormatter references;
    private final ObjectMapper json;
    private final Csv csv;
    private final String institution;
    private final XMLOutputFactory xml = XMLOutputFactory.newDefaultFactory();

    FormatWriter(ReferenceFormatter references, ObjectMapper json, Csv csv, CampusConfig campus) {
        this.references = references;
        this.json = json;
        this.csv = csv;
        this.institution = campus.name();
    }

    /** Returns an item in the requested format, with its Link header. */
    Representation item(byte[] itemJson, RequestedFormat requested) {
        Item item = read(itemJson);
        byte[] body = switch (requested.format()) {
            case JSON -> itemJson;
            case BIBTEX, RIS, TEXT, CSV -> bytes(text(List.of(item), requested));
            case CSL -> bytes(CslJson.of(item, publisher(item)));
            case DATACITE -> bytes(DataCite.json(item, publisher(item)));
            case SCHEMAORG, JSONLD -> bytes(jsonLd(SchemaOrg.of(item, publisher(item))));
            case DATACITE_XML -> xmlDocument(out -> DataCiteXml.write(item, publisher(item), out));
            case DC -> xmlDocument(out -> DublinCore.write(item, publisher(item), out));
        };
        return Representation.of(requested.format().contentType(), body)
                .withLinks(Signposting.header(item, requested.format()));
    }

    /** Returns a page of items in the requested format. */
    Representation list(Representation page, RequestedFormat requested) {
        List<Item> items = items(json(page));
        byte[] body = switch (requested.format()) {
            case BIBTEX, RIS, TEXT, CSV -> bytes(text(items, requested));
            case CSL -> bytes(array(items, CslJson::of));
            case DATACITE -> bytes(array(items, DataCite::json));
            case SCHEMAORG, JSONLD -> bytes(schemaOrg(items));
            case JSON, DATACITE_XML, DC -> throw new IllegalStateException("Lists have no format " + requested);
        };
        return page.withBody(requested.format().contentType(), body);
    }

    /**
     * Returns a page as JSON in which the citation of each item is its reference in the requested style.
     *
     * @param fields the members of each item to keep; all if empty
     */
    Representation cited(Representation page, RequestedFormat requested, Set<String> fields) {
        ObjectNode list = parsed(json(page));
        for (JsonNode node : list.path("items")) {
            var item = (ObjectNode) node;
            item.put("citation", reference(convert(item), requested));
            if (!fields.isEmpty()) {
                item.retain(fields);
            }
        }
        return page.withBody(page.type(), bytes(list));
    }

    /** Returns the reference of an item on one line, without the number of numeric styles. */
    String reference(Item item, RequestedFormat requested) {
        String reference = references(List.of(item), requested, false).strip();
        return ONLY_NUMBER.matcher(reference).replaceFirst("");
    }

    private String text(List<Item> items, RequestedFormat requested) {
        return switch (requested.format()) {
            case BIBTEX -> BibTex.of(items, this::publisher);
            case RIS -> Ris.of(items, this::publisher);
            case CSV ->
                csv.write(ItemLine.class, items.stream().map(ItemLine::of).toList());
            default -> references(items, requested, false);
        };
    }

    /** Writes the reference of an item alone, as text or as HTML. */
    byte[] reference(byte[] itemJson, RequestedFormat requested, boolean html) {
        return bytes(references(List.of(read(itemJson)), requested, html));
    }

    private String references(List<Item> items, RequestedFormat requested, boolean html) {
        List<CSLItemData> data = items.stream()
                .map(item -> json.convertValue(CslJson.of(item, publisher(item)), OBJECT))
                .map(CSLItemData::fromJson)
                .toList();
        return references.format(data, requested.style(), requested.locale(), html);
    }

    private String publisher(Item item) {
        return Publisher.of(item, institution);
    }

    private interface Mapping {
        ObjectNode of(Item item, String publisher);
    }

    private JsonNode array(List<Item> items, Mapping mapping) {
        var array = json.createArrayNode();
        items.forEach(item -> array.add(mapping.of(item, publisher(item))));
        return array;
    }

    /** Escapes "<", because websites put JSON-LD into a script element, which the text must not close. */
    private static String jsonLd(JsonNode work) {
        return work.toString().replace("<", "\\u003c");
    }

    /** Returns the items as one graph of schema.org. */
    String schemaOrg(List<Item> items) {
        return jsonLd(SchemaOrg.graph(
                items.stream().map(item -> SchemaOrg.of(item, publisher(item))).toList()));
    }

    private interface XmlContent {
        void write(XMLStreamWriter out) throws XMLStreamException;
    }

    private byte[] xmlDocument(XmlContent content) {
        var text = new StringWriter();
        try {
            XMLStreamWriter out = xml.createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            content.write(out);
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes(text.toString());
    }

    private List<Item> items(byte[] page) {
        try (JsonParser parser = json.createParser(page)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                // Skip to the items, which are the first member of a page.
            }
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                return List.of(); // The iterator would read the next member as an item.
            }
            try (MappingIterator<Item> items = json.readerFor(Item.class).readValues(parser)) {
                return items.readAll();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private ObjectNode parsed(byte[] page) {
        try {
            return (ObjectNode) json.readTree(page);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Item convert(ObjectNode item) {
        try {
            return json.treeToValue(item, Item.class);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Item read(byte[] itemJson) {
        try {
            return json.readValue(itemJson, Item.class);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] json(Representation representation) {
        try {
            return json.writeValueAsBytes(representation.body());
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] bytes(JsonNode node) {
        return bytes(node.toString());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
