package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.RawAnswer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each resource has exactly one path, as in the contract; every other form is 404. */
@QuarkusTest
class CanonicalPathTest extends InstitutionTest {

    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("id", "2000001"),
            Map.entry("person", "0009-0099-0042-0018"),
            Map.entry("code", "BIO"),
            Map.entry("version", "1"),
            Map.entry("format", "json"),
            Map.entry("fileId", "3000101"),
            Map.entry("first", "2000001"),
            Map.entry("last", "2000099"),
            Map.entry("name", "data.csv"),
            Map.entry("link", "1"),
            Map.entry("delivery", "0b6e5d2c-63d2-4b9b-8d3b-000000000000"));

    /** Whose rest may hold any slashes. */
    private static final String DOI = "/v1/dois/{doi}";

    @BeforeEach
    void filled() {
        soon().untilAsserted(() -> {
            get("/v1/items?size=1").then().body("total", greaterThan(0));
            get("/v1/people/0009-0099-0042-0018").then().statusCode(200);
            get("/v1/departments/BIO").then().statusCode(200);
        });
    }

    @SuppressWarnings("UnusedMethod") // Of the tests below.
    static Stream<UnaryOperator<String>> otherWaysToWriteIt() {
        return Stream.of(
                path -> path + "/",
                path -> "/" + path,
                path -> path + "//",
                path -> path.replaceFirst("/(?=[^/]*$)", "//"),
                path -> "/." + path,
                path -> "/x/.." + path,
                path -> "/%2e" + path,
                path -> "/x/%2E%2e" + path,
                path -> path + "/.",
                path -> path + "/%2e");
    }

    @ParameterizedTest
    @MethodSource("otherWaysToWriteIt")
    void aNonCanonicalPathIsNotFound(UnaryOperator<String> other) throws IOException {
        for (String path : paths().keySet()) {
            if (path.equals(DOI)) {
                continue;
            }
            RawAnswer answer = RawAnswer.to("GET", other.apply(filled(path)));

            assertThat(answer.status()).as(other.apply(path)).isEqualTo(404);
            assertThat(answer.isProblem()).as(other.apply(path)).isTrue();
        }
    }

    @Test
    void aSemicolonIsPartOfItsSegment() throws IOException {
        for (String path : paths().keySet()) {
            if (path.equals(DOI) || SecuredPaths.contains(path)) {
                continue;
            }
            String filled = filled(path);
            for (int i = filled.length(); i > 0; i = filled.lastIndexOf('/', i - 1)) {
                String target = filled.substring(0, i) + ";x=1" + filled.substring(i);
                RawAnswer answer = RawAnswer.to("GET", target);

                assertThat(answer.status()).as(target).isIn(400, 404);
                assertThat(answer.isProblem()).as(target).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/dep%61rtments", "/%76%31/departments/BI%4f", "/v1/items/200000%31"})
    void anUnnecessaryEscapeIsTheSamePath(String path) {
        get(path).then().statusCode(200);
    }

    @Test
    void everyPathRefusesUnsupportedMethodsWithAllow() throws IOException {
        for (Map.Entry<String, Set<String>> path : paths().entrySet()) {
            if (SecuredPaths.contains(path.getKey())) {
                continue; // There are none without a token's provider: deposit/DepositResourceTest.
            }
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE")) {
                if (path.getValue().contains(method)) {
                    continue;
                }
                RawAnswer answer = RawAnswer.to(
                        method, path.getKey().equals(DOI) ? "/v1/dois/10.1234/abc" : filled(path.getKey()));

                assertThat(answer.status()).as(method + path).isEqualTo(405);
                assertThat(answer.isProblem()).as(method + path).isTrue();
                assertThat(Set.of(answer.headers().get("allow").split(", ")))
                        .as(method + path)
                        .isEqualTo(path.getValue());
            }
        }
    }

    /** Each path of the contract with its methods, those included that every one of them has. */
    private static Map<String, Set<String>> paths() {
        Map<String, Map<String, Object>> paths =
                given().accept("application/json").get("/openapi").jsonPath().getMap("paths");
        Map<String, Set<String>> methods = new TreeMap<>();
        paths.forEach((path, operations) -> {
            var known = new TreeSet<String>();
            operations.keySet().forEach(method -> known.add(method.toUpperCase(Locale.ROOT)));
            known.add("OPTIONS");
            if (known.contains("GET")) {
                known.add("HEAD");
            }
            methods.put(path, known);
        });
        return methods;
    }

    private static String filled(String template) {
        String path = template;
        for (Map.Entry<String, String> value : new ArrayList<>(VALUES.entrySet())) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        assertThat(path).doesNotContain("{");
        return path;
    }
}
