package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declared and undeclared query parameters of all public operations in the contract. */
@QuarkusTest
class DeclaredParametersTest extends InstitutionTest {

    private static final Map<String, String> VALUES = Map.of(
            "id", "2000001",
            "person", "0009-0099-0042-0018",
            "code", "BIO",
            "version", "1",
            "format", "json",
            "fileId", "3000101",
            "doi", "10.99999/westmark.2000001.v1",
            "first", "2000001",
            "last", "2000099");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** In its own words: harvest/oai/UnreadableArgumentsTest. */
    private static final String OAI = "/oai";

    /** Of what may be left out, an example stands in its description. */
    private static final Pattern EXAMPLE = Pattern.compile("For example `([^`]*)`");

    @BeforeEach
    void filled() {
        soon().untilAsserted(() -> {
            get("/v1/items?size=1").then().body("total", greaterThan(0));
            get("/v1/people/0009-0099-0042-0018").then().statusCode(200);
            get("/v1/departments/BIO").then().statusCode(200);
            get("/v1/collections/2100001").then().statusCode(200);
            get("/v1/projects/2200001").then().statusCode(200);
        });
    }

    @Test
    void anUndeclaredParameterIsRefused() {
        reads().forEach((path, parameters) -> isRefused(path, "nobody=1", "nobody"));
    }

    @Test
    void aRepeatedParameterIsRefusedUnlessItIsAList() {
        reads().forEach((path, parameters) -> parameters.forEach((name, parameter) -> {
            Matcher example = EXAMPLE.matcher(parameter.get("description").toString());
            assertThat(example.find()).as(path + " " + name).isTrue();
            String one = name + "=" + URLEncoder.encode(example.group(1), StandardCharsets.UTF_8);
            if ("array".equals(schema(parameter).get("type"))) {
                get(path + "?" + one + "&" + one).then().statusCode(200);
            } else {
                isRefused(path, one + "&" + one, name);
            }
        }));
    }

    @Test
    void aValueOutOfBoundsIsAnsweredWithAProblem() {
        get("/v1/people?page=0&size=101")
                .then()
                .statusCode(400)
                .body(
                        "detail",
                        equalTo("page: must be greater than or equal to 1. size: must be less than or equal to 100."));
    }

    @Test
    void anEmptyValueIsRefused() {
        reads().forEach((path, parameters) -> parameters.keySet().forEach(name -> {
            isRefused(path, name + "=", name);
            isRefused(path, name, name);
        }));
    }

    /** PostgreSQL has no text with it. */
    @Test
    void theCharacterNullIsRefused() {
        reads().forEach((path, parameters) ->
                parameters.keySet().forEach(name -> isRefused(path, name + "=a%00", name)));
    }

    @Test
    void anInvalidBooleanIsRefused() {
        reads().forEach((path, parameters) -> parameters.forEach((name, parameter) -> {
            if ("boolean".equals(type(parameter))) {
                List.of("null", "0", "1", "yes", "TRUE").forEach(value -> isRefused(path, name + "=" + value, name));
            }
        }));
    }

    @Test
    void anInvalidNumberIsRefused() {
        reads().forEach((path, parameters) -> parameters.forEach((name, parameter) -> {
            if ("integer".equals(type(parameter))) {
                List.of("null", "x", "1.5", "%2B1", "1e3", "%D9%A1", "99999999999999999999")
                        .forEach(value -> isRefused(path, name + "=" + value, name));
            }
        }));
    }

    @Test
    void everyFormatInTheContractIsAvailable() {
        reads().forEach((path, parameters) -> {
            Map<String, Object> format = parameters.get("format");
            if (format != null) {
                List<?> formats = (List<?>) ((Map<?, ?>) format.get("schema")).get("enum");
                assertThat(formats).as(path).hasSizeGreaterThan(1);
                for (Object one : formats) {
                    given().header("Accept", "text/html")
                            .urlEncodingEnabled(false)
                            .get(path + "?format=" + one)
                            .then()
                            .statusCode(200);
                }
                isRefused(path, "format=nonsense", "format");
            }
        });
    }

    @Test
    void operationsWithSeveralMediaTypesHaveTheParameterFormat() {
        Map<String, Map<String, Map<String, Map<String, Map<String, Map<String, Object>>>>>> paths =
                given().accept("application/json").get("/openapi").jsonPath().getMap("paths");
        Map<String, Map<String, Map<String, Object>>> reads = reads();
        paths.forEach((template, operations) -> {
            // Where the path itself names the format, nothing else does.
            if (operations.containsKey("get")
                    && reads.containsKey(filled(template))
                    && !template.contains("{format}")) {
                Map<String, Map<String, Object>> answer =
                        operations.get("get").get("responses").get("200");
                if (answer != null
                        && answer.containsKey("content")
                        && answer.get("content").size() > 1) {
                    assertThat(reads.get(filled(template))).as(template).containsKey("format");
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/reports/completeness, csv, text/csv",
        "/v1/reports/embargoes, csv, text/csv",
        "/v1/changes, atom, application/atom+xml",
        "/v1/departments/BIO/usage/top, csv, text/csv"
    })
    void aFormatSelectsTheSameMediaTypeAsAccept(String path, String format, String type) {
        get(path + "?format=" + format).then().statusCode(200).contentType(type);
        given().header("Accept", type).get(path).then().statusCode(200).contentType(type);
        given().header("Accept", type + ";q=0.1, application/json")
                .get(path)
                .then()
                .contentType("application/json");
        given().header("Accept", "image/png").get(path).then().statusCode(406);
    }

    /** By a client that is quicker than RestAssured, for there are a thousand of these. */
    private static void isRefused(String path, String query, String name) {
        URI url = URI.create(RestAssured.baseURI + ":" + RestAssured.port + path + "?" + query);
        HttpResponse<String> answer;
        try {
            answer = CLIENT.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException none) {
            throw new AssertionError(url.toString(), none);
        }
        assertThat(answer.statusCode()).as(url.toString()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = new JsonObject(answer.body());
        assertThat(problem.getString("type")).isEqualTo("urn:problem-type:campus-figshare:invalid-parameter");
        assertThat(problem.getString("detail")).as(url.toString()).contains(name);
    }

    /** Of each value. */
    private static Object type(Map<String, Object> parameter) {
        Map<?, ?> schema = schema(parameter);
        return "array".equals(schema.get("type")) ? ((Map<?, ?>) schema.get("items")).get("type") : schema.get("type");
    }

    private static Map<?, ?> schema(Map<String, Object> parameter) {
        return (Map<?, ?>) parameter.get("schema");
    }

    /**
     * The paths of the public door, with values in them, and what the contract says of each parameter of their queries.
     */
    private static Map<String, Map<String, Map<String, Object>>> reads() {
        Map<String, Map<String, Map<String, List<Map<String, Object>>>>> paths =
                given().accept("application/json").get("/openapi").jsonPath().getMap("paths");
        Map<String, Map<String, Map<String, Object>>> reads = new TreeMap<>();
        paths.forEach((template, operations) -> {
            if (!operations.containsKey("get") || SecuredPaths.contains(template) || template.equals(OAI)) {
                return;
            }
            Map<String, Map<String, Object>> parameters = new TreeMap<>();
            for (Map<String, Object> parameter : operations.get("get").getOrDefault("parameters", List.of())) {
                if ("query".equals(parameter.get("in"))) {
                    parameters.put((String) parameter.get("name"), parameter);
                }
            }
            reads.put(filled(template), parameters);
        });
        assertThat(reads).hasSizeGreaterThan(30);
        return reads;
    }

    private static String filled(String template) {
        String path = template.startsWith("/v1/collections")
                ? template.replace("{id}", "2100001")
                : template.startsWith("/v1/projects") ? template.replace("{id}", "2200001") : template;
        for (Map.Entry<String, String> value : VALUES.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        return path;
    }
}
