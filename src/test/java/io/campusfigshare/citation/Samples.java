package io.campusfigshare.citation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.crosswalk.DataCiteXml;
import io.campusfigshare.crosswalk.DublinCore;
import io.campusfigshare.crosswalk.Publisher;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The items in src/test/resources/citation, one for each kind of difficulty. */
public final class Samples {

    static final Path FOLDER = Path.of("src/test/resources/citation");

    public static final List<String> NAMES = List.of("dataset", "thesis", "hostile", "bare");

    static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    private Samples() {}

    public static Item item(String name) {
        try {
            return JSON.readValue(Files.readString(FOLDER.resolve(name + ".json")), Item.class);
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    static List<Item> all() {
        return NAMES.stream().map(Samples::item).toList();
    }

    static Stream<Item> each() {
        return all().stream();
    }

    static String publisher(Item item) {
        return Publisher.of(item, "University of Westmark");
    }

    static String dataCite(Item item) {
        return document(out -> DataCiteXml.write(item, publisher(item), out));
    }

    static String dublinCore(Item item) {
        return document(out -> DublinCore.write(item, publisher(item), out));
    }

    private interface Writing {
        void to(XMLStreamWriter out) throws XMLStreamException;
    }

    private static String document(Writing writing) {
        var text = new StringWriter();
        try {
            XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writing.to(out);
            out.close();
        } catch (XMLStreamException ours) {
            throw new IllegalStateException(ours);
        }
        return text.toString();
    }
}
