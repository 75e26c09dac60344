package io.campusfigshare.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract in docs/openapi.yaml: its operations, parameters, bodies and answers. */
final class Specification {

    /** Optional parameters have their example in the description. */
    private static final Pattern EXAMPLE = Pattern.compile("For example `([^`]*)`");

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    /** A segment of a path; one or two dots are not a segment, however they are encoded (RFC 3986, section 6.2.2). */
    private static final String SEGMENT = "(?!(?i:\\.|%2e){1,2}(?:/|$))[^/]+";

    /**
     * A parameter.
     *
     * @param in      path, query or header
     * @param example an example value; null if the contract has none
     */
    record Parameter(
            String name,
            String in,
            boolean required,
            JsonNode schema,
            @Nullable String example) {}

    /**
     * An operation.
     *
     * @param parameters including those of its path; without Content-Length, which each connection sets
     * @param bodies     the accepted media types
     * @param responses  by status, and by media type the location of the body's schema; empty without a body
     */
    record Operation(
            String method,
            String path,
            List<Parameter> parameters,
            Set<String> bodies,
            Map<Integer, Map<String, String>> responses,
            boolean secured) {

        boolean isMatchedBy(String rawPath) {
            Matcher variables = VARIABLE.matcher(path);
            var pattern = new StringBuilder();
            int end = 0;
            while (variables.find()) {
                pattern.append(Pattern.quote(path.substring(end, variables.start())))
                        // A DOI contains slashes.
                        .append(variables.group(1).equals("doi") ? ".+" : SEGMENT);
                end = variables.end();
            }
            pattern.append(Pattern.quote(path.substring(end)));
            return rawPath.matches(pattern.toString());
        }

        List<Parameter> in(String place) {
            return parameters.stream()
                    .filter(parameter -> parameter.in().equals(place))
                    .toList();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final ObjectNode contract;
    private final List<Operation> operations = new ArrayList<>();
    private final Set<String> mediaTypes = new TreeSet<>();

    private Specification(ObjectNode contract) {
        this.contract = contract;
        contract.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                operations.add(operation(path.getKey(), method.getKey(), method.getValue()))));
        operations.forEach(
                operation -> operation.responses().values().forEach(types -> mediaTypes.addAll(types.keySet())));
    }

    static Specification committed() throws IOException {
        return new Specification((ObjectNode)
                new YAMLMapper().readTree(Path.of("docs/openapi.yaml").toFile()));
    }

    List<Operation> operations() {
        return operations;
    }

    /** Returns all media types of all answers. */
    Set<String> mediaTypes() {
        return mediaTypes;
    }

    /** Returns the operation for a method and a path as sent. */
    Optional<Operation> find(String method, String rawPath) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.isMatchedBy(rawPath))
                .findFirst();
    }

    boolean hasPath(String rawPath) {
        return operations.stream().anyMatch(operation -> operation.isMatchedBy(rawPath));
    }

    /** Returns the contract with a reference to one of its schemas at the root, so that it acts as that schema. */
    JsonNode schema(String pointer) {
        ObjectNode schema = contract.deepCopy();
        schema.put("$ref", "#" + pointer);
        return schema;
    }

    private Operation operation(String path, String method, JsonNode json) {
        List<Parameter> parameters = new ArrayList<>();
        json.path("parameters").forEach(parameter -> parameters.add(parameter(resolved(parameter))));
        parameters.removeIf(parameter -> parameter.name().equals(HttpConnection.CONTENT_LENGTH));
        Map<Integer, Map<String, String>> responses = new LinkedHashMap<>();
        json.get("responses").properties().forEach(response -> {
            String pointer = response.getValue().has("$ref")
                    ? response.getValue().get("$ref").textValue().substring(1)
                    : "/paths/" + escaped(path) + "/" + method + "/responses/" + response.getKey();
            Map<String, String> types = new LinkedHashMap<>();
            contract.at(pointer)
                    .path("content")
                    .properties()
                    .forEach(type -> types.put(
                            type.getKey(),
                            type.getValue().has("schema")
                                    ? pointer + "/content/" + escaped(type.getKey()) + "/schema"
                                    : ""));
            responses.put(Integer.valueOf(response.getKey()), types);
        });
        Set<String> bodies = new TreeSet<>();
        json.path("requestBody").path("content").fieldNames().forEachRemaining(bodies::add);
        return new Operation(
                method.toUpperCase(Locale.ROOT), path, parameters, bodies, responses, json.has("security"));
    }

    private Parameter parameter(JsonNode json) {
        JsonNode example = json.path("example");
        Matcher inWords = EXAMPLE.matcher(json.path("description").asText());
        return new Parameter(
                json.get("name").textValue(),
                json.get("in").textValue(),
                json.path("required").asBoolean(),
                resolved(json.path("schema")),
                inWords.find() ? inWords.group(1) : example.asText(null));
    }

    private JsonNode resolved(JsonNode json) {
        return json.has("$ref") ? contract.at(json.get("$ref").textValue().substring(1)) : json;
    }

    /** Escapes a token of a JSON pointer (RFC 6901). */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
