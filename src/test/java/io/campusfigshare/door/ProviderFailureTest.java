package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.campusfigshare.Issuer;
import io.campusfigshare.SandboxedService;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The token provider is unreachable or does not respond: from the start, and later. */
@QuarkusTest
@WithTestResource(
        value = SandboxedService.class,
        initArgs = @ResourceArg(name = "campus.read-access", value = "authenticated"))
@WithTestResource(
        value = Issuer.class,
        initArgs = {
            @ResourceArg(name = "down", value = "true"),
            @ResourceArg(name = "quarkus.oidc.token.forced-jwk-refresh-interval", value = "1ms")
        })
class ProviderFailureTest {

    Issuer issuer;

    @Test
    void aTokenIsAnswered503IfTheProviderIsUnavailable() {
        isAskedToWait(issuer.token("maren"));
        given().get("/v1/items/2000003").then().statusCode(401);

        issuer.up();
        issuer.hang();
        isAskedToWait(issuer.token("maren"));

        issuer.down();
        issuer.up();
        read(issuer.token("maren")).then().statusCode(200);

        String ofANewKey =
                issuer.sign(issuer.claims("maren"), signature -> signature.setKeyIdHeaderValue("not-yet-known"));
        read(ofANewKey).then().statusCode(401);
        issuer.hang();
        isAskedToWait(ofANewKey);
        issuer.down();
        isAskedToWait(ofANewKey);
        read(issuer.token("maren")).then().statusCode(200);
    }

    private static void isAskedToWait(String token) {
        Instant before = Instant.now();
        read(token)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("\\d+"))
                .body("type", equalTo("urn:problem-type:campus-figshare:provider-unavailable"));
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    private static Response read(String token) {
        return given().auth().oauth2(token).get("/v1/items/2000003");
    }
}
