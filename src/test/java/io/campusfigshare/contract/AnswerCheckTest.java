package io.campusfigshare.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.contract.Specification.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks that the walk over the contract reports each kind of fault. */
class AnswerCheckTest {

    private static final String PROBLEM =
            "{\"type\":\"urn:problem-type:campus-figshare:not-found\",\"title\":\"Not found\",\"status\":404}";
    private static final String LICENSES = "{\"items\":[],\"total\":0,\"page\":1,\"size\":0}";

    private static Specification contract;
    private static AnswerCheck check;
    private static Operation licenses;

    @BeforeAll
    static void read() throws IOException {
        contract = Specification.committed();
        check = new AnswerCheck(contract);
        licenses = contract.find("GET", "/v1/reference/licenses").orElseThrow();
    }

    @Test
    void permittedAnswerIsNoFault() {
        assertThat(of(licenses, "GET", 200, "application/json", LICENSES)).isEmpty();
        assertThat(of(licenses, "GET", 404, "application/problem+json", PROBLEM))
                .isEmpty();
        assertThat(of(licenses, "HEAD", 404, "application/problem+json", "")).isEmpty();
        assertThat(of(null, "GET", 404, "application/problem+json", PROBLEM)).isEmpty();
    }

    @Test
    void internalErrorIsReported() {
        assertThat(of(licenses, "GET", 500, "application/problem+json", PROBLEM))
                .contains("is answered 500");
        assertThat(of(licenses, "GET", 503, "application/problem+json", PROBLEM))
                .contains("is answered 503 without Retry-After");
    }

    @Test
    void unknownStatusOrMediaTypeIsReported() {
        assertThat(of(licenses, "GET", 418, "application/problem+json", PROBLEM))
                .contains("is answered 418, which is not in the contract");
        assertThat(of(licenses, "GET", 200, "text/html", "<p>"))
                .contains("is answered 200 as text/html, which is not in the contract");
    }

    @Test
    void bodyThatViolatesItsSchemaIsReported() {
        assertThat(of(licenses, "GET", 200, "application/json", "{\"items\":1}"))
                .anyMatch(fault -> fault.startsWith("violates the schema"));
        assertThat(of(licenses, "GET", 200, "application/json", "{")).contains("is not valid application/json");
        Operation oai = contract.find("GET", "/oai").orElseThrow();
        assertThat(of(oai, "GET", 200, "text/xml", "<OAI-PMH>")).contains("is not valid text/xml");
    }

    @Test
    void errorWithoutAProblemIsReported() {
        assertThat(of(licenses, "GET", 404, "text/html", "<h1>"))
                .contains("is answered 404 as 'text/html', and not as a problem");
        assertThat(of(licenses, "GET", 400, "application/problem+json", PROBLEM))
                .contains("is a problem without its type, title or status");
        assertThat(of(licenses, "GET", 400, "application/problem+json", "{")).contains("is a problem that is not JSON");
        assertThat(of(
                        licenses,
                        "GET",
                        404,
                        "application/problem+json",
                        PROBLEM.replace("Not found", "NullPointerException")))
                .contains("reveals internals");
    }

    @Test
    void successForAnInvalidRequestIsReported() {
        var wrong =
                new Request(licenses, "GET", "/v1/reference/licenses?x=1", Map.of(), new byte[0], "it is wrong", "");

        assertThat(check.faults(wrong, answer(200, "application/json", LICENSES)))
                .contains("is answered 200 although it is wrong");
    }

    @Test
    void successAtAnUnknownPathIsReported() {
        assertThat(of(null, "GET", 200, "application/json", LICENSES))
                .contains("is answered 200 although the contract does not have the path");
        assertThat(of(null, "PUT", 405, "application/problem+json", PROBLEM)).contains("is answered 405 without Allow");
    }

    @Test
    void answerWithoutARequestIdIsReported() {
        var plain = new Request(licenses, "GET", "/v1/reference/licenses", Map.of(), new byte[0], null, "");
        var answer =
                new Answer(200, Map.of("content-type", "application/json"), LICENSES.getBytes(StandardCharsets.UTF_8));

        assertThat(check.faults(plain, answer)).contains("has no X-Request-Id");
    }

    private static List<String> of(@Nullable Operation operation, String method, int status, String type, String body) {
        return check.faults(
                new Request(operation, method, "/v1/reference/licenses", Map.of(), new byte[0], null, ""),
                answer(status, type, body));
    }

    private static Answer answer(int status, String type, String body) {
        Map<String, String> headers = new HashMap<>(Map.of("content-type", type, "x-request-id", "1"));
        return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
