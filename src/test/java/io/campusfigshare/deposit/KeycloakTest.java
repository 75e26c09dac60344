package io.campusfigshare.deposit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the secured door with a real Keycloak: {@code ./mvnw test -Pkeycloak}. */
@QuarkusTest
@Tag("keycloak")
@WithTestResource(Keycloak.class)
class KeycloakTest extends InstitutionTest {

    private static final String MAREN = "moakhurst@westmark.example";
    private static final String INVALID = "Bearer error=\"invalid_token\"";

    Keycloak keycloak;

    @Test
    void anAccessTokenIsAccepted() {
        deposits(keycloak.tokens("thesis-system", MAREN, "maren").path("access_token"))
                .statusCode(200);
    }

    @Test
    void otherTokensAreRefused() {
        var tokens = keycloak.tokens("thesis-system", MAREN, "maren");

        deposits(tokens.path("id_token")).statusCode(401).header("WWW-Authenticate", equalTo(INVALID));
        deposits(tokens.path("refresh_token")).statusCode(401).header("WWW-Authenticate", equalTo(INVALID));
    }

    @Test
    void aTokenForAnotherServiceIsRefused() {
        deposits(keycloak.tokens("payroll", MAREN, "maren").path("access_token"))
                .statusCode(401)
                .header("WWW-Authenticate", equalTo(INVALID));
    }

    @Test
    void aUserWithoutARoleIsRefused() {
        deposits(keycloak.tokens("thesis-system", "visitor@westmark.example", "visitor")
                        .path("access_token"))
                .statusCode(403);
    }

    @Test
    void aDepositIsPublishedWithTokensOfKeycloak() {
        String token = keycloak.tokens("thesis-system", MAREN, "maren").path("access_token");
        soon().until(() -> get("/v1/departments/BIO").statusCode() == 200
                && get("/v1/reference/custom-fields").statusCode() == 200);

        Response created = with(token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(FileTest.asked("Tides, with a token of Keycloak's").encode())
                .post("/v1/deposits");
        created.then().statusCode(201);
        String deposit = FileTest.path(created);
        with(token)
                .contentType("application/octet-stream")
                .body(new byte[] {1, 2, 3})
                .put(deposit + "/files/tides.bin")
                .then()
                .statusCode(201);
        with(token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .post(deposit + "/publication")
                .then()
                .statusCode(200)
                .body("state", equalTo("published"));

        long item = created.path("item");
        soon().untilAsserted(() -> get("/v1/items/" + item)
                .then()
                .statusCode(200)
                .body("title", equalTo("Tides, with a token of Keycloak's"))
                .body("files.name", contains("tides.bin")));
        with(token)
                .get(deposit + "/events")
                .then()
                .body("items.action", hasItems("create", "complete file", "publish"))
                .body("items.client", everyItem(equalTo("thesis-system")));
    }

    private static RequestSpecification with(String token) {
        return given().auth().oauth2(token);
    }

    private static ValidatableResponse deposits(String token) {
        return with(token).queryParam("depositor", MAREN).get("/v1/deposits").then();
    }
}
