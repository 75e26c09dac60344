package io.campusfigshare.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.contract.Specification.Operation;
import io.campusfigshare.contract.Specification.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Generates requests from the contract: each case of each parameter, type and body once, and random combinations. */
final class RequestGenerator {

    /**
     * A value of a parameter.
     *
     * @param text    the value in the URL; null if the parameter is absent
     * @param invalid why the request must be rejected; null if it may be answered
     */
    private record Case(@Nullable String text, @Nullable String invalid) {}

    /** Texts that are odd but legal, or malformed; for every parameter. */
    private static final List<String> ODD = List.of(
            "%00",
            "a%00b",
            "%F0%9F%90%9F",
            "%D7%A9%D7%9C%D7%95%D7%9D%E2%80%AE",
            "e%CC%81",
            "a".repeat(600),
            "%ff%fe",
            "%c0%ae",
            "%zz",
            "%",
            "a%2Fb",
            "a%5Cb",
            "a;b=c",
            "a%3Bb",
            "%2e%2e",
            "%22%3E%3Cscript%3E",
            "'%20or%201=1",
            "%25",
            "*",
            "%20",
            "%0d%0aX-Injected:%201",
            "-",
            "null");

    private static final List<String> ACCEPTS = List.of(
            "*/*",
            "application/*;q=0.5, */*;q=0.1",
            "text/html",
            "image/png",
            "application/json;q=0",
            "application/problem+json",
            "garbage",
            "a/b;q=x",
            ",,,",
            "application/json; charset=utf-16",
            "x/" + "y".repeat(600));

    private static final List<String> IDS_IN_LISTS = List.of("q=zzzzzzzz", "q=%2Fzzzz&size=1", "size=1", "size=100");

    private static final String INVALID_PATH = "its path is not written as in the contract";

    private final Specification contract;
    private final Map<String, List<String>> known;
    private final List<String> tokens;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * A generator for one service.
     *
     * @param known  existing values by the path up to the parameter; they replace the contract's examples
     * @param tokens values of {@code Authorization}; the first has every role
     */
    RequestGenerator(Specification contract, Map<String, List<String>> known, List<String> tokens) {
        this.contract = contract;
        this.known = known;
        this.tokens = tokens;
    }

    /** Returns each case once, in a request that is otherwise valid. */
    List<Request> eachCaseOnce() {
        List<Request> requests = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            requests.add(request(operation, Map.of(), "as in the contract"));
            for (Parameter parameter : operation.parameters()) {
                for (Case one : cases(operation, parameter)) {
                    requests.add(request(operation, Map.of(parameter.name(), one), parameter.name() + " varied"));
                }
            }
            contract.mediaTypes().forEach(type -> requests.add(plain(operation).with("Accept", type)));
            ACCEPTS.forEach(accept -> requests.add(plain(operation).with("Accept", accept)));
            formats(operation).forEach(requests::add);
            headers(operation).forEach(requests::add);
            bodies(operation).forEach(requests::add);
            tokens.forEach(token -> requests.add(authorised(plain(operation), token)));
            paths(operation).forEach(requests::add);
            Stream.of("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
                    .forEach(method -> requests.add(method(operation, method)));
        }
        return requests;
    }

    /** Returns a random operation with random cases of some parameters, and random headers. */
    Request any(SplittableRandom random) {
        Operation operation = one(contract.operations(), random);
        Map<String, Case> chosen = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            if (random.nextInt(3) == 0) {
                chosen.put(parameter.name(), one(cases(operation, parameter), random));
            } else if (!parameter.required() && random.nextBoolean()) {
                chosen.put(parameter.name(), new Case(null, null));
            }
        }
        Request request = request(operation, chosen, "at random");
        if (!operation.bodies().isEmpty() && random.nextBoolean()) {
            Request other = one(bodies(operation), random);
            request = new Request(
                    operation,
                    request.method(),
                    request.target(),
                    other.headers(),
                    other.body(),
                    request.invalid(),
                    request.reason());
        }
        if (random.nextInt(3) == 0) {
            request = request.with("Accept", one(List.copyOf(contract.mediaTypes()), random));
        } else if (random.nextInt(5) == 0) {
            request = request.with("Accept", one(ACCEPTS, random));
        }
        if (random.nextInt(4) == 0) {
            request = authorised(request, one(tokens, random));
        }
        return request;
    }

    private Request plain(Operation operation) {
        return request(operation, Map.of(), "as in the contract");
    }

    private Request request(Operation operation, Map<String, Case> chosen, String reason) {
        String path = operation.path();
        String invalid = null;
        List<String> query = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            Case one = chosen.getOrDefault(
                    parameter.name(),
                    parameter.required() && !parameter.in().equals("header")
                            ? new Case(usual(operation, parameter), null)
                            : new Case(null, null));
            if (one.invalid() != null) {
                invalid = parameter.name() + " " + one.invalid();
            }
            String text = one.text();
            switch (parameter.in()) {
                case "path" -> path = path.replace("{" + parameter.name() + "}", text == null ? "" : text);
                case "header" -> {
                    if (text != null) {
                        headers.put(parameter.name(), text);
                    }
                }
                default -> {
                    if (text != null) {
                        query.add(text.startsWith("=") ? text.substring(1) : parameter.name() + "=" + text);
                    }
                }
            }
        }
        if (operation.secured()) {
            headers.put("Authorization", tokens.getFirst());
        }
        if (operation.method().equals("POST") && operation.path().matches(".*/(deposits|publication)")) {
            headers.putIfAbsent("Idempotency-Key", "walk-" + Integer.toHexString((path + query + reason).hashCode()));
        }
        Body body = valid(operation);
        if (body != null) {
            headers.putIfAbsent("Content-Type", body.type());
        }
        return of(
                operation,
                path + (query.isEmpty() ? "" : "?" + String.join("&", query)),
                headers,
                body == null ? new byte[0] : body.bytes(),
                invalid,
                reason);
    }

    /** Returns a request. Its target may match another operation than the intended one, or none. */
    private Request of(
            Operation intended,
            String target,
            Map<String, String> headers,
            byte[] body,
            @Nullable String invalid,
            String reason) {
        String path = target.split("\\?", 2)[0];
        Operation operation = contract.find(intended.method(), path).orElse(null);
        return new Request(
                operation,
                intended.method(),
                target,
                headers,
                body,
                operation == null ? INVALID_PATH : invalid,
                reason);
    }

    private String usual(Operation operation, Parameter parameter) {
        return candidates(operation, parameter).getFirst();
    }

    private List<String> candidates(Operation operation, Parameter parameter) {
        String before = operation.path().split("\\{" + parameter.name() + "}")[0];
        List<String> there = known.get(parameter.in().equals("path") ? before : parameter.name());
        if (there != null) {
            return there;
        }
        return List.of(parameter.example() == null ? "1" : encoded(parameter.example()));
    }

    private List<Case> cases(Operation operation, Parameter parameter) {
        List<Case> cases = new ArrayList<>();
        candidates(operation, parameter).forEach(text -> cases.add(new Case(text, null)));
        boolean several = parameter.schema().path("type").asText().equals("array");
        JsonNode schema = several ? parameter.schema().path("items") : parameter.schema();
        boolean inQuery = parameter.in().equals("query");
        boolean ofPublicRead = operation.method().equals("GET")
                && !operation.secured()
                && !operation.path().equals("/oai");
        schema.path("enum").forEach(value -> cases.add(new Case(encoded(value.asText()), null)));
        switch (schema.path("type").asText()) {
            case "integer" -> {
                bounds(parameter, schema).forEach(cases::add);
                Stream.of("abc", "1.5", "1e3", "0x10", "%D9%A1", "9".repeat(30), "1;x=1", "+1", "1%20", "true")
                        .forEach(text -> cases.add(new Case(text, "is no number: " + text)));
            }
            case "boolean" -> {
                cases.add(new Case("true", null));
                cases.add(new Case("false", null));
                Stream.of("perhaps", "null", "0", "TRUE%20")
                        .forEach(text -> cases.add(new Case(text, "is neither true nor false: " + text)));
            }
            default -> {
                // Protocol errors of OAI-PMH are not HTTP errors.
                if (schema.has("enum") && !operation.path().equals("/oai")) {
                    cases.add(new Case("nonsense", "is none of its values"));
                }
            }
        }
        if (parameter.in().equals("header")) {
            Stream.of("", "garbage", "\"x\"", "*", "a".repeat(600), "\u00ff", "respond-async", "return=minimal")
                    .forEach(text -> cases.add(new Case(text, null)));
            return cases;
        }
        ODD.forEach(text -> cases.add(new Case(text, null)));
        if (inQuery) {
            String usual = usual(operation, parameter);
            cases.add(new Case("=" + parameter.name(), null));
            cases.add(new Case("", ofPublicRead && !parameter.name().equals("q") ? "is empty" : null));
            cases.add(new Case(
                    usual + "&" + parameter.name() + "=" + usual, ofPublicRead && !several ? "is given twice" : null));
            cases.add(new Case(usual + "&colour=red", ofPublicRead ? "has an unknown one beside it" : null));
        } else {
            cases.add(new Case("", null));
            cases.add(new Case(".", null));
            cases.add(new Case("..", null));
        }
        return cases;
    }

    private static List<Case> bounds(Parameter parameter, JsonNode schema) {
        List<Case> cases = new ArrayList<>();
        if (schema.has("minimum")) {
            long least = schema.get("minimum").longValue();
            cases.add(new Case(Long.toString(least), null));
            cases.add(new Case(Long.toString(least - 1), "is less than " + least));
        }
        if (schema.has("exclusiveMinimum")) {
            cases.add(new Case("0", "is not above 0"));
            cases.add(new Case("-1", "is not above 0"));
        }
        if (schema.has("maximum")) {
            long most = schema.get("maximum").longValue();
            cases.add(new Case(parameter.name().equals("wait") ? "1" : Long.toString(most), null));
            if (most < Long.MAX_VALUE) {
                cases.add(new Case(Long.toString(most + 1), "is more than " + most));
            }
        }
        return cases;
    }

    /** Returns each format for an empty list, for a list of one item and for a list of many. */
    private List<Request> formats(Operation operation) {
        List<Request> requests = new ArrayList<>();
        for (Parameter format : operation.in("query")) {
            if (format.name().equals("format")) {
                List<String> lists = operation.path().endsWith("/items") ? IDS_IN_LISTS : List.of("");
                format.schema()
                        .path("enum")
                        .forEach(value -> lists.forEach(list -> {
                            Request plain = plain(operation);
                            requests.add(of(
                                    operation,
                                    plain.target() + "?format=" + value.asText() + (list.isEmpty() ? "" : "&" + list),
                                    plain.headers(),
                                    plain.body(),
                                    null,
                                    "a format of none, one or many"));
                        }));
            }
        }
        return requests;
    }

    private List<Request> headers(Operation operation) {
        Map<String, List<String>> odd = new LinkedHashMap<>();
        odd.put("If-None-Match", List.of("*", "garbage", "\"x\", W/\"y\"", "\"" + "x".repeat(600) + "\""));
        odd.put("If-Match", List.of("*", "garbage", "\"x\""));
        odd.put("If-Modified-Since", List.of("garbage", "Thu, 01 Jan 1970 00:00:00 GMT"));
        odd.put("Range", List.of("bytes=0-10", "garbage"));
        odd.put("Cache-Control", List.of("no-cache", "only-if-cached", "max-age=garbage"));
        if (operation.method().equals("GET") && !operation.secured()) {
            odd.put("Origin", List.of("https://elsewhere.example", "null"));
        }
        odd.put("Accept-Language", List.of("de-DE", "x".repeat(600)));
        odd.put("Accept-Encoding", List.of("gzip", "identity;q=0", "garbage"));
        odd.put("X-Request-Id", List.of("a b", "x".repeat(600)));
        odd.put("Content-Type", List.of("garbage", "text/plain; charset=utf-99", "application/json"));
        odd.put("Cookie", List.of("a=b; c"));
        List<Request> requests = new ArrayList<>();
        odd.forEach((name, values) ->
                values.forEach(value -> requests.add(plain(operation).with(name, value))));
        return requests;
    }

    private Request authorised(Request request, String token) {
        return token.isEmpty() && request.headers().containsKey("Authorization")
                ? request.with("Authorization", "Basic bm9ib2R5Og==")
                : token.isEmpty() ? request : request.with("Authorization", token);
    }

    private Request method(Operation operation, String method) {
        Request plain = plain(operation);
        Operation found = contract.find(method.equals("HEAD") ? "GET" : method, plain.path())
                .orElse(null);
        return new Request(found, method, plain.target(), plain.headers(), plain.body(), null, "another method");
    }

    /** Returns other spellings of the same path. */
    private List<Request> paths(Operation operation) {
        Request plain = plain(operation);
        String path = plain.path();
        String query = plain.target().substring(path.length());
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path : path.substring(0, end);
        String rest = end < 0 ? "" : path.substring(end);
        return Stream.of(
                        path + "/",
                        path + "//",
                        "/" + path,
                        first + "/" + rest,
                        path + ";x=1",
                        first + ";x=1" + rest,
                        path + "/.",
                        "/." + path,
                        "/x/.." + path,
                        first + "/%2e" + rest,
                        path + "%2F",
                        path + "/nothing",
                        path.toUpperCase(Locale.ROOT),
                        path + "%00",
                        path + "%zz",
                        path + "%ff")
                .map(other -> of(
                        operation, other + query, plain.headers(), plain.body(), null, "another way to write the path"))
                .toList();
    }

    /** A body with its media type. */
    private record Body(String type, byte[] bytes) {}

    private @Nullable Body valid(Operation operation) {
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

    private List<Request> bodies(Operation operation) {
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
            bodies.addAll(varied("application/json", valid.bytes()));
            bodies.add(multipart(new String(valid.bytes(), StandardCharsets.UTF_8)));
            bodies.add(multipart("{"));
            bodies.add(multipart(""));
            bodies.add(text("multipart/form-data; boundary=b", "--b\r\n\r\n--b--"));
        } else if (!valid.type().equals("application/octet-stream")) {
            bodies.addAll(varied(valid.type(), valid.bytes()));
        } else {
            bodies.add(text("text/uri-list", "https://example.edu/data.csv"));
            bodies.add(text("text/uri-list", "nonsense"));
        }
        Request plain = plain(operation);
        return bodies.stream()
                .map(body -> new Request(
                                operation,
                                plain.method(),
                                plain.target(),
                                plain.headers(),
                                body.bytes(),
                                null,
                                "a body varied")
                        .with("Content-Type", body.type()))
                .toList();
    }

    /**
     * Returns variants of a body: each field absent, null, of another type, too long and too deep; and other whole
     * bodies.
     */
    private List<Body> varied(String type, byte[] valid) {
        List<JsonNode> all = new ArrayList<>();
        ObjectNode whole = (ObjectNode) read(valid);
        List<String> paths = new ArrayList<>();
        pointers(whole, "", paths);
        for (String path : paths) {
            int last = path.lastIndexOf('/');
            String parent = path.substring(0, last);
            String field = path.substring(last + 1);
            for (JsonNode value : values()) {
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

    private List<JsonNode> values() {
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
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
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

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static <T> T one(List<T> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }
}
