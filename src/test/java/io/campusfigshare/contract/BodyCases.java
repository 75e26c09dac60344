package io.campusfigshare.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.contract.Specification.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bodies of operations: a valid one, its variants, and malformed ones. */
final class BodyCases {

    private final ObjectMapper json = new ObjectMapper();

    /** A body with its media type. */
    record Body(String type, byte[] bytes) {}

    /** Returns a valid body; null if the operation has none. */
    @Nullable Body valid(Operation operation) {
        if (operation.bodies().isEmpty()) {
            return null;
        }
        return switch (operation.path()) {
            case "/oai" -> form("verb=Identify");
            case "/v1/deposits" -> text("application/json", """
                        {"depositor": "moakhurst@westmark.example", "publish": false, "metadata": {"title": "A walk",
                         "type": "dataset", "description": "<p>Walked.</p>", "keywords": ["walk"], "license": "CC-BY-4.0",
                         "authors": [{"name": "Nobody Inparticular"}], "categories": ["310301"],
                         "customFields": {"Instrument": "Gauge", "Data steward": "Library"}}}""");
            case "/v1/deposits/{id}" ->
                text(
                        "application/merge-patch+json",
                        "{\"metadata\": {\"title\": \"Walked\", \"keywords\": [\"walk\"], \"license\": null}}");
            case "/v1/deposits/{id}/embargo" ->
                text("application/json", "{\"until\": \"2090-01-01\", \"scope\": \"file\", \"reason\": \"A patent\"}");
            default -> text("application/octet-stream", "bytes");
        };
    }

    /** Returns all bodies to try; none if the operation has no body. */
    List<Body> all(Operation operation) {
        Body valid = valid(operation);
        if (valid == null) {
            return List.of();
        }
        List<Body> bodies = new ArrayList<>();
        for (String type : operation.bodies()) {
            bodies.add(new Body(type, valid.bytes()));
            bodies.add(new Body(type, new byte[0]));
            bodies.add(text(type, "not at all {"));
            bodies.add(new Body(type, new byte[] {(byte) 0xff, (byte) 0xfe, 0}));
        }
        Stream.of("text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data", "x")
                .forEach(type -> bodies.add(new Body(type, valid.bytes())));
        if (operation.path().equals("/oai")) {
            Stream.of(
                            "",
                            "verb",
                            "=",
                            "verb=",
                            "verb=%zz",
                            "a=%",
                            "%=a",
                            "verb=Identify&verb=Identify",
                            "verb=ListRecords&metadataPrefix=oai_dc&size=1",
                            "verb=GetRecord&identifier=%00&metadataPrefix=oai_dc",
                            "verb=%ff%fe",
                            "verb=ListRecords&resumptionToken=%F0%9F%90%9F",
                            "&&&",
                            "verb=Identify&" + "a".repeat(9_000))
                    .forEach(form -> bodies.add(form(form)));
        } else if (operation.path().equals("/v1/deposits")) {
            bodies.addAll(variants("application/json", valid.bytes()));
            bodies.add(multipart(new String(valid.bytes(), StandardCharsets.UTF_8)));
            bodies.add(multipart("{"));
            bodies.add(multipart(""));
            bodies.add(text("multipart/form-data; boundary=b", "--b\r\n\r\n--b--"));
        } else if (!valid.type().equals("application/octet-stream")) {
            bodies.addAll(variants(valid.type(), valid.bytes()));
        } else {
            bodies.add(text("text/uri-list", "https://example.edu/data.csv"));
            bodies.add(text("text/uri-list", "nonsense"));
        }
        return bodies;
    }

    /**
     * Returns variants of a body: each field absent, null, of another type, too long and too deep; and other whole
     * bodies.
     */
    private List<Body> variants(String type, byte[] valid) {
        List<JsonNode> all = new ArrayList<>();
        ObjectNode whole = (ObjectNode) read(valid);
        List<String> paths = new ArrayList<>();
        pointers(whole, "", paths);
        for (String path : paths) {
            int last = path.lastIndexOf('/');
            String parent = path.substring(0, last);
            String field = path.substring(last + 1);
            for (JsonNode value : replacements()) {
                ObjectNode copy = whole.deepCopy();
                JsonNode at = parent.isEmpty() ? copy : copy.at(parent);
                if (at instanceof ObjectNode object) {
                    object.set(field, value);
                    all.add(copy);
                }
            }
            ObjectNode without = whole.deepCopy();
            JsonNode at = parent.isEmpty() ? without : without.at(parent);
            if (at instanceof ObjectNode object) {
                object.remove(field);
                all.add(without);
            }
        }
        ObjectNode more = whole.deepCopy();
        more.put("colour", "red");
        all.add(more);
        List<Body> bodies = all.stream()
                .map(value -> text(type, value.toString()))
                .collect(Collectors.toCollection(ArrayList::new));
        for (String odd : List.of(
                "null",
                "[]",
                "1",
                "\"text\"",
                "{}",
                "{\"title\": 1",
                "{\"title\": \"a\", \"title\": \"b\"}",
                "[".repeat(2_000),
                "{\"a\":".repeat(2_000),
                "{\"title\": \"\\ud800\"}",
                "{\"title\": \"\\u0000\"}")) {
            bodies.add(text(type, odd));
        }
        Charset utf16 = StandardCharsets.UTF_16;
        bodies.add(new Body(type + "; charset=utf-16", whole.toString().getBytes(utf16)));
        bodies.add(new Body(type, whole.toString().getBytes(StandardCharsets.ISO_8859_1)));
        return bodies;
    }

    private List<JsonNode> replacements() {
        return Stream.of(
                        "null",
                        "1",
                        "-1",
                        "1.5",
                        "true",
                        "\"\"",
                        "\" \"",
                        "\"\\u0000\"",
                        "\"\ud83d\udc1f \u202e\u05e9\"",
                        "[]",
                        "[null]",
                        "[[]]",
                        "{}",
                        "{\"a\": {\"b\": []}}",
                        "\"" + "x".repeat(30_000) + "\"",
                        "99999999999999999999")
                .map(text -> read(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static void pointers(JsonNode node, String path, List<String> into) {
        node.properties().forEach(field -> {
            String pointer = path + "/" + field.getKey();
            into.add(pointer);
            pointers(field.getValue(), pointer, into);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers(node.get(i), path + "/" + i, into);
        }
    }

    private JsonNode read(byte[] text) {
        try {
            return json.readTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static Body multipart(String deposit) {
        return text(
                "multipart/form-data; boundary=walk",
                "--walk\r\nContent-Disposition: form-data; name=\"deposit\"\r\nContent-Type: application/json\r\n\r\n"
                        + deposit
                        + "\r\n--walk\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.csv\"\r\n\r\n1,2\r\n--walk--\r\n");
    }

    private static Body form(String text) {
        return text("application/x-www-form-urlencoded", text);
    }

    private static Body text(String type, String text) {
        return new Body(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
