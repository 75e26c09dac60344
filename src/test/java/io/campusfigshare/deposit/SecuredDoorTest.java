package io.campusfigshare.deposit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a process with the secured door alone. */
@QuarkusTest
class SecuredDoorTest extends DepositsOnlyTest {

    private static final String PAGE = "https://deposit.westmark.example";

    @Test
    void depositsAreAnswered() {
        String path = deposit("Behind the secured door");

        anybody().get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/items", "/v1/items/2000003", "/v1/people", "/v1/changes", "/v1/nothing"})
    void publicPathsAreNotAnswered(String path) {
        get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", endsWith(":no-public-door"));
    }

    @Test
    void aConfiguredOriginMaySendAPreflight() {
        Response answer = given().header("Origin", PAGE)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization,repr-digest")
                .options("/v1/deposits/" + UUID.randomUUID() + "/files/tides.csv");

        answer.then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo(PAGE))
                .header("Access-Control-Allow-Credentials", nullValue())
                .header("Access-Control-Max-Age", equalTo("86400"));
        assertThat(listed(answer, "Access-Control-Allow-Methods"))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
        assertThat(listed(answer, "Access-Control-Allow-Headers"))
                .contains(
                        "Authorization",
                        "Content-Type",
                        "Content-MD5",
                        "Idempotency-Key",
                        "If-Match",
                        "Prefer",
                        "Repr-Digest");
    }

    @Test
    void aConfiguredOriginMayDepositAndReadTheHeaders() {
        Response created = anybody()
                .header("Origin", PAGE)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(asked("From a page").encode())
                .post("/v1/deposits");

        created.then()
                .statusCode(201)
                .header("Access-Control-Allow-Origin", equalTo(PAGE))
                .header("Vary", containsString("origin"));
        assertThat(listed(created, "Access-Control-Expose-Headers"))
                .contains("ETag", "Location", "Preference-Applied", "RateLimit", "Retry-After", "WWW-Authenticate");
        given().header("Origin", PAGE)
                .contentType("application/json")
                .body("{}")
                .post("/v1/deposits")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", equalTo(PAGE));
        put(anybody().header("Origin", PAGE), path(created), "large.bin", new byte[1024 * 1024 + 1])
                .then()
                .statusCode(413)
                .header("Access-Control-Allow-Origin", equalTo(PAGE));
    }

    @Test
    void theAccessLogNamesNoPerson() {
        try (var log = new LogLines()) {
            anybody().get("/v1/deposits?depositor=" + MAREN).then().statusCode(200);
            anybody().get("/v1/people/" + MAREN).then().statusCode(404);

            String line = "INFO \\[io.quarkus.http.access-log] [0-9a-f]+ GET %s \\d+ \\d+";
            soon().untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(seen -> seen.matches(line.formatted("/v1/deposits 200")))
                    .anyMatch(seen -> seen.matches(line.formatted("/v1/people/- 404"))));
            assertThat(log.lines()).noneMatch(seen -> seen.contains("access-log") && seen.contains(MAREN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://deposit.westmark.example", "https://deposit.westmark.example.evil.example", "null"})
    void otherOriginsAreRefused(String origin) {
        anybody()
                .header("Origin", origin)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(asked("From another page").encode())
                .post("/v1/deposits")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", endsWith(":origin-not-allowed"));

        assertThat(sandbox.received("POST", "/v2/account/articles")).isEmpty();
    }

    private static List<String> listed(Response answer, String header) {
        return List.of(answer.header(header).split("\\s*,\\s*"));
    }
}
