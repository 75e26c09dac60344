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
 * What Figshare's own OAI-PMH writes about items, kept until they change here. It comes from elsewhere: it is read
 * without document types and entities, and written anew, with each name in the namespace that it had.
 */
@Singleton
class FigshareRecords {

    private static final String OAI = "http://www.openarchives.org/OAI/2.0/";
    private static final String UTF_8 = "UTF-8";
    private static final long KEPT = 16 * 1024 * 1024;
    private static final int DEEPEST = 200;

    private final FigshareOai figshare;
    private final XMLInputFactory input = hardened();
    private final XMLOutputFactory output = XMLOutputFactory.newDefaultFactory();

    /** By what names them; nothing stands for that Figshare has none. */
    private final Cache<String, byte[]> kept = Caffeine.newBuilder()
            .maximumWeight(KEPT)
            .weigher((String key, byte[] xml) -> key.length() + xml.length + 100)
            .build();

    FigshareRecords(FigshareOai figshare) {
        this.figshare = figshare;
    }

    boolean areAvailable() {
        return figshare.isConfigured();
    }

    /**
     * The metadata of the record as one element; empty where Figshare has none in this format.
     *
     * @throws FigshareFailure where Figshare cannot be asked, or its answer not be read
     */
    Optional<byte[]> metadata(Records.Header header, MetadataFormat format) {
        String key = format.prefix() + " " + header.item() + " " + header.seq();
        byte[] known = kept.getIfPresent(key);
        if (known == null) {
            known = read(figshare.getRecord(header.item(), format.prefix(), CallPriority.READ)
                    .await()
                    .indefinitely()
                    .getBytes());
            kept.put(key, known);
        }
        return known.length == 0 ? Optional.empty() : Optional.of(known);
    }

    /** Writes what was kept. */
    void write(byte[] metadata, XMLStreamWriter xml) throws XMLStreamException {
        XMLStreamReader reader = input.createXMLStreamReader(new ByteArrayInputStream(metadata), UTF_8);
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            // Up to the only element that there is.
        }
        copy(reader, xml, Map.of());
        reader.close();
    }

    /** The element in {@code metadata}; nothing where there is a protocol error in its place. */
    private byte[] read(byte[] answer) {
        try (InputStream in = new ByteArrayInputStream(answer)) {
            XMLStreamReader reader = input.createXMLStreamReader(in);
            var around = new LinkedHashMap<String, String>();
            boolean ours = false;
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                boolean oai = OAI.equals(reader.getNamespaceURI());
                if (ours) {
                    return copied(reader, around);
                }
                for (int i = 0; i < reader.getNamespaceCount(); i++) {
                    around.put(prefix(reader.getNamespacePrefix(i)), prefix(reader.getNamespaceURI(i)));
                }
                ours = oai && reader.getLocalName().equals("metadata");
                if (oai && reader.getLocalName().equals("error")) {
                    return absent(reader.getAttributeValue(null, "code"));
                }
            }
            throw FigshareFailure.garbled(null);
        } catch (XMLStreamException | IOException unreadable) {
            throw FigshareFailure.garbled(unreadable);
        }
    }

    /** That there is no such record or no such format of it is an answer; everything else is a failure. */
    private static byte[] absent(String code) {
        if ("idDoesNotExist".equals(code) || "cannotDisseminateFormat".equals(code)) {
            return new byte[0];
        }
        throw FigshareFailure.garbled(null);
    }

    private byte[] copied(XMLStreamReader reader, Map<String, String> around) throws XMLStreamException {
        var bytes = new ByteArrayOutputStream();
        XMLStreamWriter writer = output.createXMLStreamWriter(bytes, UTF_8);
        copy(reader, writer, around);
        writer.close();
        return bytes.toByteArray();
    }

    /** The element that the reader stands on, with all namespaces that stand around it: any text in it may use them. */
    private static void copy(XMLStreamReader reader, XMLStreamWriter writer, Map<String, String> around)
            throws XMLStreamException {
        Map<String, String> spaces = new LinkedHashMap<>(around);
        for (int depth = 0, event = XMLStreamConstants.START_ELEMENT; ; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        throw new XMLStreamException("Too deep");
                    }
                    start(reader, writer, spaces, depth == 1);
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
                    // Comments and the like say nothing to harvesters.
                }
            }
        }
    }

    private static void start(
            XMLStreamReader reader, XMLStreamWriter writer, Map<String, String> around, boolean outermost)
            throws XMLStreamException {
        String prefix = prefix(reader.getPrefix());
        writer.writeStartElement(prefix, reader.getLocalName(), prefix(reader.getNamespaceURI()));
        Map<String, String> declared = new LinkedHashMap<>();
        if (outermost) {
            declared.putAll(around);
            // Where it is written to, another one stands around it.
            declared.putIfAbsent("", "");
            declared.put(prefix, prefix(reader.getNamespaceURI()));
        }
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            declared.put(prefix(reader.getNamespacePrefix(i)), prefix(reader.getNamespaceURI(i)));
        }
        for (Map.Entry<String, String> space : declared.entrySet()) {
            if (space.getKey().isEmpty()) {
                writer.writeDefaultNamespace(space.getValue());
            } else {
                writer.writeNamespace(space.getKey(), space.getValue());
            }
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = prefix(reader.getAttributeNamespace(i));
            if (namespace.isEmpty()) {
                writer.writeAttribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            } else {
                writer.writeAttribute(
                        prefix(reader.getAttributePrefix(i)),
                        namespace,
                        reader.getAttributeLocalName(i),
                        reader.getAttributeValue(i));
            }
        }
    }

    private static String prefix(@Nullable String text) {
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
