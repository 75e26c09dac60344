package io.campusfigshare.crosswalk;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.citation.Samples;
import io.campusfigshare.figshare.ItemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;

/** Validates against DataCite's own schema: version 4.5, which a library contains, with the additions of 4.6. */
class DataCiteTest {

    private static final String FOLDER = "/xsd/datacite/v4.5/";

    /** The additions, from the revision history in 4.6's metadata.xsd. */
    private static final Map<String, List<String>> ADDED = Map.of(
            "datacite-resourceType-v4.xsd", List.of("Award", "Project"),
            "datacite-relatedIdentifierType-v4.xsd", List.of("CSTR", "RRID"),
            "datacite-relationType-v4.xsd", List.of("HasTranslation", "IsTranslationOf"),
            "datacite-dateType-v4.xsd", List.of("Coverage"));

    /** The part of the namespace xml that the schema uses. */
    private static final String XML = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
              <xs:attribute name="lang" type="xs:language"/>
            </xs:schema>
            """;

    private static final Schema SCHEMA = schema();

    static Stream<Item> samples() {
        return Samples.NAMES.stream().map(Samples::item);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void xmlIsValid(Item item) {
        assertThatCode(() -> validate(item)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsValid(ItemType type) {
        Item item = new ObjectMapper()
                .convertValue(Map.of("id", 1, "url", "http://localhost/v1/items/1", "type", type.text()), Item.class);

        assertThatCode(() -> validate(item)).doesNotThrowAnyException();
    }

    private static void validate(Item item) throws Exception {
        var text = new StringWriter();
        XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        DataCiteXml.write(item, "University of Westmark", out);
        out.close();
        SCHEMA.newValidator().validate(new StreamSource(new StringReader(text.toString())));
    }

    private static Schema schema() {
        try {
            var dom = (DOMImplementationLS)
                    DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
            SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            schemas.setResourceResolver((type, namespace, publicId, systemId, base) -> {
                LSInput input = dom.createLSInput();
                input.setSystemId(systemId);
                input.setStringData(text(systemId.substring(systemId.lastIndexOf('/') + 1)));
                return input;
            });
            return schemas.newSchema(new StreamSource(new StringReader(text("metadata.xsd")), "metadata.xsd"));
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String text(String name) {
        if (name.equals("xml.xsd")) {
            return XML;
        }
        String file = name.replace("-v4.xsd", "-v4.5.xsd");
        try (InputStream schema = Objects.requireNonNull(DataCiteTest.class.getResourceAsStream(FOLDER + file), file)) {
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            for (String value : ADDED.getOrDefault(name, List.of())) {
                text = text.replaceFirst("<xs:enumeration", "<xs:enumeration value=\"" + value + "\"/>$0");
            }
            return text;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
