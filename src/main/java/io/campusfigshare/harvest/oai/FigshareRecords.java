package io.campusfigshare.harvest.oai;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareOai;
import io.campusfigshare.figshare.guard.CallPriority;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * The metadata from Figshare's own OAI-PMH, cached until the item changes in the catalogue. The XML is untrusted: it is
 * parsed without document types and entities, and serialized again with the original namespaces.
 */
@Singleton
class FigshareRecords {

    private static final String OAI = "http://www.openarchives.org/OAI/2.0/";
    private static final String UTF_8 = "UTF-8";
    private static final long MAX_CACHE_BYTES = 16 * 1024 * 1024;
    private static final int MAX_DEPTH = 200;

    private final FigshareOai figshare;
    private final XMLInputFactory input = hardened();
    private final XMLOutputFactory output = XMLOutputFactory.newDefaultFactory();

    /** Metadata by format, item and change. An empty array means that Figshare has none. */
    private final Cache<String, byte[]> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHE_BYTES)
            .weigher((String key, byte[] xml) -> key.length() + xml.length + 100)
            .build();

    FigshareRecords(FigshareOai figshare) {
        this.figshare = figshare;
    }

    /** Returns whether Figshare's OAI-PMH is configured. */
    boolean areAvailable() {
        return figshare.isConfigured();
    }

    /**
     * Returns the metadata of a record as one XML element; empty if Figshare has none in this format.
     *
     * @throws FigshareFailure if the call fails or the answer is malformed
     */
    Optional<byte[]> metadata(Records.Header header, MetadataFormat format) {
        String key = format.prefix() + " " + header.item() + " " + header.seq();
        byte[] metadata = cache.getIfPresent(key);
        if (metadata == null) {
            metadata = read(figshare.getRecord(header.item(), format.prefix(), CallPriority.READ)
                    .await()
                    .indefinitely()
                    .getBytes());
            cache.put(key, metadata);
        }
        return metadata.length == 0 ? Optional.empty() : Optional.of(metadata);
    }

    /** Writes cached metadata. */
    void write(byte[] metadata, XMLStreamWriter xml) throws XMLStreamException {
        XMLStreamReader reader = input.createXMLStreamReader(new ByteArrayInputStream(metadata), UTF_8);
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            // Skip to the only element.
        }
        copy(reader, xml, Map.of());
        reader.close();
    }

    /** Returns the element in {@code metadata}; empty if the answer says that the record or format does not exist. */
    private byte[] read(byte[] answer) {
        try (InputStream in = new ByteArrayInputStream(answer)) {
            XMLStreamReader reader = input.createXMLStreamReader(in);
            var inherited = new LinkedHashMap<String, String>();
            boolean inMetadata = false;
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                boolean oai = OAI.equals(reader.getNamespaceURI());
                if (inMetadata) {
                    return copyToBytes(reader, inherited);
                }
                for (int i = 0; i < reader.getNamespaceCount(); i++) {
                    inherited.put(emptyIfNull(reader.getNamespacePrefix(i)), emptyIfNull(reader.getNamespaceURI(i)));
                }
                inMetadata = oai && reader.getLocalName().equals("metadata");
                if (oai && reader.getLocalName().equals("error")) {
                    return missingOrFail(reader.getAttributeValue(null, "code"));
                }
            }
            throw FigshareFailure.garbled(null);
        } catch (XMLStreamException | IOException unreadable) {
            throw FigshareFailure.garbled(unreadable);
        }
    }

    /** A missing record or format is a valid answer; every other protocol error is a failure. */
    private static byte[] missingOrFail(String code) {
        if ("idDoesNotExist".equals(code) || "cannotDisseminateFormat".equals(code)) {
            return new byte[0];
        }
        throw FigshareFailure.garbled(null);
    }

    private byte[] copyToBytes(XMLStreamReader reader, Map<String, String> inherited) throws XMLStreamException {
        var bytes = new ByteArrayOutputStream();
        XMLStreamWriter writer = output.createXMLStreamWriter(bytes, UTF_8);
        copy(reader, writer, inherited);
        writer.close();
        return bytes.toByteArray();
    }

    /**
     * Copies the reader's current element with all namespaces of its ancestors, because its text may use their
     * prefixes.
     */
    private static void copy(XMLStreamReader reader, XMLStreamWriter writer, Map<String, String> inherited)
            throws XMLStreamException {
        Map<String, String> namespaces = new LinkedHashMap<>(inherited);
        for (int depth = 0, event = XMLStreamConstants.START_ELEMENT; ; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new XMLStreamException("Too deep");
                    }
                    start(reader, writer, namespaces, depth == 1);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    writer.writeEndElement();
                    if (--depth == 0) {
                        return;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    writer.writeCharacters(reader.getText());
                default -> {
                    // Comments and processing instructions are irrelevant to harvesters.
                }
            }
        }
    }

    private static void start(
            XMLStreamReader reader, XMLStreamWriter writer, Map<String, String> inherited, boolean outermost)
            throws XMLStreamException {
        String prefix = emptyIfNull(reader.getPrefix());
        writer.writeStartElement(prefix, reader.getLocalName(), emptyIfNull(reader.getNamespaceURI()));
        Map<String, String> declared = new LinkedHashMap<>();
        if (outermost) {
            declared.putAll(inherited);
            // The element around it in our answer has another default namespace.
            declared.putIfAbsent("", "");
            declared.put(prefix, emptyIfNull(reader.getNamespaceURI()));
        }
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            declared.put(emptyIfNull(reader.getNamespacePrefix(i)), emptyIfNull(reader.getNamespaceURI(i)));
        }
        for (Map.Entry<String, String> declaration : declared.entrySet()) {
            if (declaration.getKey().isEmpty()) {
                writer.writeDefaultNamespace(declaration.getValue());
            } else {
                writer.writeNamespace(declaration.getKey(), declaration.getValue());
            }
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = emptyIfNull(reader.getAttributeNamespace(i));
            if (namespace.isEmpty()) {
                writer.writeAttribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            } else {
                writer.writeAttribute(
                        emptyIfNull(reader.getAttributePrefix(i)),
                        namespace,
                        reader.getAttributeLocalName(i),
                        reader.getAttributeValue(i));
            }
        }
    }

    private static String emptyIfNull(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }
}
