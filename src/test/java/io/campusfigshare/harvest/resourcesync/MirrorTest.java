package io.campusfigshare.harvest.resourcesync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.harvest.HarvestTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A client that stores each resource in a file named by the path of its URL, as the reference client of ResourceSync
 * does.
 */
@QuarkusTest
class MirrorTest extends HarvestTest {

    private static final String BASE = "https://data.westmark.example";

    @TempDir
    Path mirror;

    /** The time of the list from which each resource was copied. */
    private final Map<String, String> copied = new TreeMap<>();

    @BeforeEach
    void reset() {
        fillCatalogue();
    }

    @Test
    void mirrorThatFollowsTheChangesIsInSync() {
        long edited = publishAndSync("{\"title\":\"Before\"}");
        long withdrawn = publishAndSync("{\"title\":\"Gone\"}");
        baseline();
        assertThat(outOfSync()).isEmpty();
        assertThat(mirror.resolve("v1/items/" + withdrawn)).exists();

        sandbox.change(edited, "{\"title\":\"After\"}");
        withdraw(withdrawn);
        long added = publishAndSync("{\"title\":\"New\"}");
        syncs.items();
        soon().until(() -> get("/v1/items/" + edited).path("title").equals("After"));
        follow();

        assertThat(outOfSync()).isEmpty();
        assertThat(mirror.resolve("v1/items/" + edited + "/formats/json"))
                .content()
                .contains("\"title\":\"After\"");
        assertThat(mirror.resolve("v1/items/" + edited + "/formats/datacite-xml"))
                .content()
                .contains("After");
        assertThat(mirror.resolve("v1/items/" + added + "/files")).isNotEmptyDirectory();
        assertThat(mirror.resolve("v1/items/" + withdrawn + "/formats/json")).doesNotExist();
    }

    @Test
    void mirrorStaysInSyncWhenAnItemJoinsACollection() {
        long id = publishAndSync("{}");
        baseline();

        long collection = sandbox.publishCollection("{\"articles\":[" + id + "]}");
        syncs.collections();
        soon().until(() -> get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=collection_" + collection)
                .asString()
                .contains(":" + id + "<"));

        assertThat(outOfSync()).isEmpty();
    }

    @Test
    void noPathIsAPrefixOfAnother() {
        var paths = resources("resourcelist").keySet().stream()
                .map(url -> URI.create(url).getPath() + "/")
                .sorted()
                .toList();

        assertThat(paths).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        for (int i = 1; i < paths.size(); i++) {
            assertThat(paths.get(i)).doesNotStartWith(paths.get(i - 1));
        }
    }

    private void baseline() {
        resources("resourcelist").forEach(this::copy);
    }

    private void follow() {
        resources("changelist").forEach((url, resource) -> {
            if ("deleted".equals(resource.get("change"))) {
                delete(url);
            } else {
                copy(url, resource);
            }
        });
    }

    /** Returns the differences between the list and the copy, in both directions. */
    private Map<String, String> outOfSync() {
        Map<String, Map<String, String>> listed = resources("resourcelist");
        Map<String, String> wrong = new TreeMap<>();
        listed.forEach((url, resource) -> {
            Path file = file(url);
            if (!Files.isRegularFile(file)) {
                wrong.put(url, "missing");
            } else if (resource.containsKey("hash") && !resource.get("hash").equals("md5:" + md5(read(file)))) {
                wrong.put(url, "other bytes");
            } else if (resource.get("lastmod").compareTo(copied.getOrDefault(url, "")) > 0) {
                wrong.put(url, "older");
            }
        });
        try (Stream<Path> files = Files.walk(mirror)) {
            files.filter(Files::isRegularFile)
                    .map(file -> BASE + "/" + mirror.relativize(file))
                    .filter(url -> !listed.containsKey(url))
                    .forEach(url -> wrong.put(url, "not listed"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return wrong;
    }

    /** Returns the changes by URL; the last of several. */
    private static Map<String, Map<String, String>> resources(String list) {
        Map<String, Map<String, String>> resources = new TreeMap<>();
        NodeList urls = read(list).getElementsByTagNameNS("*", "url");
        for (int i = 0; i < urls.getLength(); i++) {
            Element url = (Element) urls.item(i);
            Map<String, String> resource = new TreeMap<>();
            resource.put("lastmod", text(url, "lastmod"));
            NodeList metadata = url.getElementsByTagNameNS("*", "md");
            for (String name : new String[] {"hash", "change"}) {
                String value = metadata.getLength() == 0 ? "" : ((Element) metadata.item(0)).getAttribute(name);
                if (!value.isEmpty()) {
                    resource.put(name, value);
                }
            }
            resources.put(text(url, "loc"), resource);
        }
        return resources;
    }

    private static String text(Element of, String name) {
        NodeList found = of.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Document read(String name) {
        Response list = get("/resourcesync/" + name + ".xml");
        list.then().statusCode(200);
        try {
            DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
            xml.setNamespaceAware(true);
            return xml.newDocumentBuilder().parse(new InputSource(new StringReader(list.asString())));
        } catch (ParserConfigurationException | SAXException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void copy(String url, Map<String, String> resource) {
        // A file on another host has no hash and may be unreachable, so its URL represents it.
        boolean elsewhere = url.contains("/files/") && !resource.containsKey("hash");
        Response answer = given().redirects().follow(!elsewhere).get(url.substring(BASE.length()));
        answer.then().statusCode(elsewhere ? 302 : 200);
        try {
            Files.createDirectories(file(url).getParent());
            Files.write(
                    file(url),
                    elsewhere ? answer.header("Location").getBytes(StandardCharsets.UTF_8) : answer.asByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(url, broken);
        }
        copied.put(url, resource.get("lastmod"));
    }

    private void delete(String url) {
        try {
            Files.deleteIfExists(file(url));
        } catch (IOException broken) {
            throw new UncheckedIOException(url, broken);
        }
    }

    private Path file(String url) {
        return mirror.resolve(url.substring(BASE.length() + 1));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
