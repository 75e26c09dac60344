package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.campusfigshare.Issuer;
import io.campusfigshare.SandboxControl;
import io.campusfigshare.SandboxedService;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public resources, if {@code campus.read-access} requires a token. */
@QuarkusTest
@WithTestResource(
        value = SandboxedService.class,
        initArgs = @ResourceArg(name = "campus.read-access", value = "authenticated"))
@WithTestResource(
        value = Issuer.class,
        initArgs = {
            @ResourceArg(name = "quarkus.oidc.token.forced-jwk-refresh-interval", value = "1ms"),
            @ResourceArg(name = "campus.token-provider.keys-max-age", value = "1s"),
            @ResourceArg(name = "campus.token-provider.keys-stale-if-error", value = "3s")
        })
class ReadAccessTest {

    SandboxControl sandbox;
    Issuer issuer;

    @TestHTTPResource(value = "", management = true)
    URI management;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/items",
                "/v1/items/2000003",
                "/v1/items/2000003/versions/1",
                "/v1/items/2000003/files",
                "/v1/dois/10.99999/westmark.2000003",
                "/v1/people",
                "/v1/departments",
                "/v1/collections",
                "/v1/projects",
                "/v1/reference/licenses",
                "/v1/changes",
                "/v1/reports/embargoes",
                "/v1;a=b/items/2000003",
                "/v1//items/2000003",
                "/docs/../v1/items/2000003",
                "/docs/..;/v1/items/2000003"
            })
    void readingWithoutATokenIsRefused(String path) {
        sandbox.clearLog();

        for (String method : new String[] {"GET", "HEAD"}) {
            assertThat(given().urlEncodingEnabled(false).request(method, path).statusCode())
                    .isIn(401, 404);
        }
        assertThat(sandbox.count(null, "/v2/.*")).isZero();
    }

    @Test
    void aRefusalNamesTheScheme() {
        given().get("/v1/items/2000003")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .header("Cache-Control", equalTo("no-store"));
        given().auth()
                .oauth2("garbage")
                .get("/v1/items/2000003")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer error=\"invalid_token\""));
    }

    @Test
    void responsesToAuthenticatedReadersArePrivate() {
        for (int i = 0; i < 2; i++) {
            maren().get("/v1/items/2000003")
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", startsWith("private, max-age="));
            given().get("/v1/items/2000003").then().statusCode(401);
        }
        assertThat(maren().get("/v1/items/2000003").header("Cache-Status")).contains("hit");
    }

    @Test
    void theContractIsPublic() {
        given().get("/openapi").then().statusCode(200);
        given().get("/docs/").then().statusCode(200);
        given().get(management + "health/ready").then().statusCode(200);
        given().get(management + "metrics").then().statusCode(200);
    }

    /** Without any role. */
    private RequestSpecification maren() {
        return given().auth().oauth2(issuer.token("moakhurst@westmark.example"));
    }
}
