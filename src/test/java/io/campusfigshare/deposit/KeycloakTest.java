package io.campusfigshare.deposit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.InstitutionTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same door before a real Keycloak: {@code ./mvnw test -Pkeycloak}. */
@QuarkusTest
@Tag("keycloak")
@WithTestResource(Keycloak.class)
class KeycloakTest extends InstitutionTest {

    private static final String MAREN = "moakhurst@westmark.example";
    private static final String INVALID = "Bearer error=\"invalid_token\"";

    Keycloak keycloak;

    @Test
    void itsAccessTokenOpensTheDoor() {
        deposits(keycloak.tokens("thesis-system", MAREN, "maren").path("access_token"))
                .statusCode(200);
    }

    @Test
    void itsOtherTokensDoNot() {
        var tokens = keycloak.tokens("thesis-system", MAREN, "maren");

        deposits(tokens.path("id_token")).statusCode(401).header("WWW-Authenticate", equalTo(INVALID));
        deposits(tokens.path("refresh_token")).statusCode(401).header("WWW-Authenticate", equalTo(INVALID));
    }

    @Test
    void itsTokenForAnotherServiceDoesNot() {
        deposits(keycloak.tokens("payroll", MAREN, "maren").path("access_token"))
                .statusCode(401)
                .header("WWW-Authenticate", equalTo(INVALID));
    }

    @Test
    void whoHasNoRoleThereHasNoneHere() {
        deposits(keycloak.tokens("thesis-system", "visitor@westmark.example", "visitor")
                        .path("access_token"))
                .statusCode(403);
    }

    private static ValidatableResponse deposits(String token) {
        return given().auth()
                .oauth2(token)
                .queryParam("depositor", MAREN)
                .get("/v1/deposits")
                .then();
    }
}
