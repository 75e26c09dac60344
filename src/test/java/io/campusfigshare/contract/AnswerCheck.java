package io.campusfigshare.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.campusfigshare.contract.Specification.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;

/** Checks whether the contract permits an answer. */
final class AnswerCheck {

    private static final String PROBLEM = "application/problem+json";
    private static final Pattern INTERNALS = Pattern.compile(
            "Exception\\b|\\bat [a-z]+(\\.\\w+)+\\(|io\\.(campusfigshare|quarkus|vertx)|127\\.0\\.0\\.1");

    /** The statuses for a path or method that the contract does not have, and for a malformed or too long path. */
    private static final Set<Integer> UNMATCHED_PATH_STATUSES = Set.of(400, 404, 405, 414, 431);

    /** The statuses for a body or a token that is rejected before the path is matched. */
    private static final Set<Integer> EARLY_REJECTION_STATUSES = Set.of(401, 403, 411, 413, 415, 503);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Specification contract;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    AnswerCheck(Specification contract) {
        this.contract = contract;
    }

    /** Returns the faults of the answer; faults of the same kind have the same text. */
    List<String> faults(Request request, Answer answer) {
        List<String> faults = new ArrayList<>();
        int status = answer.status();
        boolean notKept =
                status == 504 && "only-if-cached".equals(request.headers().get("Cache-Control"));
        if (status >= 500 && status != 503 && !notKept) {
            faults.add("is answered " + status);
        }
        if (status == 503 && !answer.headers().containsKey("retry-after")) {
            faults.add("is answered 503 without Retry-After");
        }
        if (!answer.headers().containsKey("x-request-id")) {
            faults.add("has no X-Request-Id");
        }
        if (status < 400 && request.invalid() != null) {
            faults.add("is answered " + status + " although " + request.invalid());
        }
        boolean withoutBody = request.method().equals("HEAD") || status == 304 || status == 204;
        if (status >= 400 && !withoutBody) {
            faults.addAll(problem(status, answer));
        }
        Operation operation = request.operation();
        if (operation == null) {
            elsewhere(request, answer, faults);
        } else if (!operation.responses().containsKey(status)) {
            faults.add("is answered " + status + ", which is not in the contract");
        } else if (!withoutBody) {
            documented(request, operation.responses().get(status), answer, faults);
        }
        if (!withoutBody
                && INTERNALS.matcher(answer.text()).find()
                && !answer.mediaType().isEmpty()
                && status >= 400) {
            faults.add("reveals internals");
        }
        return faults;
    }

    private static void elsewhere(Request request, Answer answer, List<String> faults) {
        int status = answer.status();
        boolean asksWhatIsPossible = request.method().equals("OPTIONS") && (status == 200 || status == 204);
        if (!UNMATCHED_PATH_STATUSES.contains(status)
                && !EARLY_REJECTION_STATUSES.contains(status)
                && !asksWhatIsPossible) {
            faults.add("is answered " + status + " although the contract does not have the path");
        }
        if (status == 405 && !answer.headers().containsKey("allow")) {
            faults.add("is answered 405 without Allow");
        }
    }

    private void documented(Request request, Map<String, String> types, Answer answer, List<String> faults) {
        String type = answer.mediaType();
        if (types.isEmpty()) {
            return;
        }
        if (!types.containsKey(type)) {
            faults.add("is answered " + answer.status() + " as " + type + ", which is not in the contract");
            return;
        }
        String schema = types.get(type);
        try {
            if (type.endsWith("json")) {
                JsonNode json = JSON.readTree(answer.body());
                // A request with fields= gets only those fields, which no schema can express.
                if (!schema.isEmpty() && !request.target().contains("fields=")) {
                    schemas.computeIfAbsent(schema, this::compiled).validate(json).stream()
                            .limit(3)
                            .forEach(violation -> faults.add("violates the schema: "
                                    + violation.getMessage().replaceAll("\\[\\d+]", "[]")));
                }
            } else if (type.endsWith("xml")) {
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(answer.body()));
            }
        } catch (IOException | SAXException | ParserConfigurationException garbled) {
            faults.add("is not valid " + type);
        }
    }

    private static List<String> problem(int status, Answer answer) {
        if (!answer.mediaType().equals(PROBLEM)) {
            // OAI-PMH has errors of its own.
            return answer.mediaType().equals("text/xml") && answer.text().contains("<error code=")
                    ? List.of()
                    : List.of("is answered " + status + " as '" + answer.mediaType() + "', and not as a problem");
        }
        try {
            JsonNode problem = JSON.readTree(answer.body());
            boolean complete = problem.path("status").asInt() == status
                    && problem.path("type").asText().startsWith("urn:problem-type:")
                    && !problem.path("title").asText().isBlank();
            return complete ? List.of() : List.of("is a problem without its type, title or status");
        } catch (JsonProcessingException garbled) {
            return List.of("is a problem that is not JSON");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonSchema compiled(String pointer) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(contract.schema(pointer));
    }
}
