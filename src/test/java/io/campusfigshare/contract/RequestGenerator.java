package io.campusfigshare.contract;

import io.campusfigshare.contract.Specification.Operation;
import io.campusfigshare.contract.Specification.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Generates requests from the contract: each case of each parameter, type and body once, and random combinations. */
final class RequestGenerator {

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

    private static final List<String> LIST_QUERIES = List.of("q=zzzzzzzz", "q=%2Fzzzz&size=1", "size=1", "size=100");

    private static final String INVALID_PATH = "the contract does not have this path";

    private final Specification contract;
    private final ParameterCases parameters;
    private final BodyCases bodies = new BodyCases();
    private final List<String> tokens;

    /**
     * A generator for one service.
     *
     * @param known  existing values by the path up to the parameter; they replace the contract's examples
     * @param tokens values of {@code Authorization}; the first has every role
     */
    RequestGenerator(Specification contract, Map<String, List<String>> known, List<String> tokens) {
        this.contract = contract;
        this.parameters = new ParameterCases(known);
        this.tokens = tokens;
    }

    /** Returns each case once, in a request that is otherwise valid. */
    List<Request> eachCaseOnce() {
        List<Request> requests = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            requests.add(request(operation, Map.of(), "as in the contract"));
            for (Parameter parameter : operation.parameters()) {
                for (ParameterCases.Case one : parameters.all(operation, parameter)) {
                    requests.add(request(operation, Map.of(parameter.name(), one), parameter.name() + " changed"));
                }
            }
            contract.mediaTypes().forEach(type -> requests.add(plain(operation).with("Accept", type)));
            ACCEPTS.forEach(accept -> requests.add(plain(operation).with("Accept", accept)));
            formats(operation).forEach(requests::add);
            headers(operation).forEach(requests::add);
            bodies(operation).forEach(requests::add);
            tokens.forEach(token -> requests.add(authorized(plain(operation), token)));
            paths(operation).forEach(requests::add);
            Stream.of("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
                    .forEach(method -> requests.add(method(operation, method)));
        }
        return requests;
    }

    /** Returns a random operation with random cases of some parameters, and random headers. */
    Request any(SplittableRandom random) {
        Operation operation = one(contract.operations(), random);
        Map<String, ParameterCases.Case> chosen = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            if (random.nextInt(3) == 0) {
                chosen.put(parameter.name(), one(parameters.all(operation, parameter), random));
            } else if (!parameter.required() && random.nextBoolean()) {
                chosen.put(parameter.name(), new ParameterCases.Case(null, null));
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
            request = authorized(request, one(tokens, random));
        }
        return request;
    }

    private Request plain(Operation operation) {
        return request(operation, Map.of(), "as in the contract");
    }

    private Request request(Operation operation, Map<String, ParameterCases.Case> chosen, String reason) {
        String path = operation.path();
        String invalid = null;
        List<String> query = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
            ParameterCases.Case one = chosen.getOrDefault(
                    parameter.name(),
                    parameter.required() && !parameter.in().equals("header")
                            ? new ParameterCases.Case(parameters.valid(operation, parameter), null)
                            : new ParameterCases.Case(null, null));
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
        BodyCases.Body body = bodies.valid(operation);
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

    /** Returns each format for an empty list, for a list of one item and for a list of many. */
    private List<Request> formats(Operation operation) {
        List<Request> requests = new ArrayList<>();
        for (Parameter format : operation.in("query")) {
            if (format.name().equals("format")) {
                List<String> lists = operation.path().endsWith("/items") ? LIST_QUERIES : List.of("");
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
                                    "a format of an empty, short or long list"));
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

    private Request authorized(Request request, String token) {
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
                        operation, other + query, plain.headers(), plain.body(), null, "another spelling of the path"))
                .toList();
    }

    private List<Request> bodies(Operation operation) {
        Request plain = plain(operation);
        return bodies.all(operation).stream()
                .map(body -> new Request(
                                operation,
                                plain.method(),
                                plain.target(),
                                plain.headers(),
                                body.bytes(),
                                null,
                                "another body")
                        .with("Content-Type", body.type()))
                .toList();
    }

    private static <T> T one(List<T> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }
}
