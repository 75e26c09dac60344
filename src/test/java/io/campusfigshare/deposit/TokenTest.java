package io.campusfigshare.deposit;

import static io.campusfigshare.Issuer.inSeconds;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import io.campusfigshare.InstitutionTest;
import io.campusfigshare.Issuer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TokenTest extends InstitutionTest {

    private static final String MAREN = "moakhurst@westmark.example";

    @Test
    void aValidTokenOpensTheDoor() {
        deposits(issuer.token(MAREN, "deposit:self"))
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .header("WWW-Authenticate", nullValue())
                .body("items.item", not(empty()));
    }

    @Test
    void aMissingTokenIsAnsweredWithAChallenge() {
        deposits(null)
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .header("Cache-Control", equalTo("no-store"))
                .body("type", equalTo("urn:problem-type:campus-figshare:unauthorized"))
                .body("instance", equalTo("/v1/deposits"));
    }

    static Stream<Named<BiFunction<Issuer, JwtClaims, String>>> refused() {
        return Stream.of(
                refused("expired", (issuer, claims) -> {
                    claims.setExpirationTime(inSeconds(-60));
                    return issuer.sign(claims);
                }),
                refused("without an end", (issuer, claims) -> {
                    claims.unsetClaim("exp");
                    return issuer.sign(claims);
                }),
                refused("not yet valid", (issuer, claims) -> {
                    claims.setNotBefore(inSeconds(60));
                    return issuer.sign(claims);
                }),
                refused("for another service", (issuer, claims) -> {
                    claims.setAudience("payroll");
                    return issuer.sign(claims);
                }),
                refused("for no service", (issuer, claims) -> {
                    claims.unsetClaim("aud");
                    return issuer.sign(claims);
                }),
                refused("of another issuer", (issuer, claims) -> {
                    claims.setIssuer("https://elsewhere.example");
                    return issuer.sign(claims);
                }),
                refused("of nobody", (issuer, claims) -> {
                    claims.unsetClaim("sub");
                    return issuer.sign(claims);
                }),
                refused(
                        "not signed",
                        (issuer, claims) -> issuer.sign(claims, signature -> {
                            signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
                            signature.setAlgorithmHeaderValue("none");
                            signature.setKey(null);
                        })),
                refused(
                        "signed with the public key as a secret",
                        (issuer, claims) -> issuer.sign(claims, signature -> {
                            signature.setAlgorithmHeaderValue("HS256");
                            signature.setKey(
                                    new HmacKey(issuer.key().getPublicKey().getEncoded()));
                        })),
                refused(
                        "signed with a key that the issuer does not have",
                        (issuer, claims) -> issuer.sign(
                                claims,
                                signature ->
                                        signature.setKey(Issuer.key("first").getPrivateKey()))),
                refused(
                        "of an unknown key",
                        (issuer, claims) -> issuer.sign(claims, signature -> {
                            signature.setKey(Issuer.key("other").getPrivateKey());
                            signature.setKeyIdHeaderValue("other");
                        })),
                refused("changed after it was signed", (issuer, claims) -> {
                    String[] token = issuer.sign(claims).split("\\.");
                    claims.setSubject("somebody else");
                    return token[0] + "." + issuer.sign(claims).split("\\.")[1] + "." + token[2];
                }),
                refused(
                        "signed by RS512 with a key that is published for RS256",
                        (issuer, claims) -> issuer.sign(claims, Issuer.byRsa("RS512"))),
                refused(
                        "signed by PS256 with a key that is published for RS256",
                        (issuer, claims) -> issuer.sign(claims, Issuer.byRsa("PS256"))),
                refused("bound to a key", (issuer, claims) -> {
                    claims.setClaim("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
                    return issuer.sign(claims);
                }),
                refused("of an empty subject", (issuer, claims) -> {
                    claims.setSubject("");
                    return issuer.sign(claims);
                }),
                refused("issued in an hour", (issuer, claims) -> {
                    claims.setIssuedAt(inSeconds(3600));
                    claims.setExpirationTime(inSeconds(7200));
                    return issuer.sign(claims);
                }),
                refused(
                        "with extensions, none of which is named",
                        (issuer, claims) -> issuer.sign(claims, signature -> signature.setHeader("crit", List.of()))),
                refused("with a list for a campus id", (issuer, claims) -> {
                    claims.setStringListClaim("preferred_username", MAREN);
                    return issuer.sign(claims);
                }),
                refused("with a number for a campus id", (issuer, claims) -> {
                    claims.setClaim("preferred_username", 42);
                    return issuer.sign(claims);
                }),
                refused("opaque", (issuer, claims) -> "abc"),
                refused("Keycloak's ID token", (issuer, claims) -> {
                    claims.setStringClaim("typ", "ID");
                    return issuer.sign(claims);
                }),
                refused("Keycloak's refresh token", (issuer, claims) -> {
                    claims.setStringClaim("typ", "Refresh");
                    return issuer.sign(claims);
                }),
                refused("an ID token with a nonce", (issuer, claims) -> {
                    claims.unsetClaim("typ");
                    claims.setStringClaim("nonce", "n");
                    return issuer.sign(claims);
                }),
                refused("an ID token whose client has the name of this service", (issuer, claims) -> {
                    claims.unsetClaim("typ");
                    claims.setStringClaim("azp", Issuer.AUDIENCE);
                    return issuer.sign(claims);
                }),
                refused("an ID token that says no more than it has to", (issuer, claims) -> {
                    List.of("typ", "azp", "scope").forEach(claims::unsetClaim);
                    return issuer.sign(claims);
                }),
                refused(
                        "a logout token",
                        (issuer, claims) ->
                                issuer.sign(claims, signature -> signature.setHeader("typ", "logout+jwt"))));
    }

    private static Named<BiFunction<Issuer, JwtClaims, String>> refused(
            String why, BiFunction<Issuer, JwtClaims, String> made) {
        return Named.of(why, made);
    }

    @ParameterizedTest
    @MethodSource
    void refused(BiFunction<Issuer, JwtClaims, String> made) {
        deposits(made.apply(issuer, issuer.claims(MAREN, "deposit:any")))
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer error=\"invalid_token\""))
                .header("Cache-Control", equalTo("no-store"))
                .body("type", equalTo("urn:problem-type:campus-figshare:invalid-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt", "AT+JWT"})
    void anAccessTokenIsRecognisedByItsType(String type) {
        JwtClaims claims = issuer.claims(MAREN, "deposit:self");
        claims.unsetClaim("typ");
        claims.unsetClaim("azp");
        claims.unsetClaim("scope");
        claims.setStringClaim("client_id", Issuer.AUDIENCE);

        deposits(issuer.sign(claims, signature -> signature.setHeader("typ", type)))
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"azp", "client_id", "appid", "cid", "scope", "scp"})
    void anAccessTokenIsRecognisedByItsClaims(String claim) {
        JwtClaims claims = issuer.claims(MAREN, "deposit:self");
        claims.unsetClaim("typ");
        claims.unsetClaim("azp");
        claims.unsetClaim("scope");
        claims.setStringClaim(claim, "thesis-system");

        deposits(issuer.sign(claims)).statusCode(200);
    }

    @Test
    void aKeyWithAnAlgorithmVerifiesThatAlgorithmOnly() {
        JwtClaims claims = issuer.claims(MAREN, "deposit:self");

        deposits(issuer.sign(claims, Issuer.byRsa("RS256"))).statusCode(200);
    }

    @Test
    void aClockSkewIsTolerated() {
        JwtClaims claims = issuer.claims(MAREN, "deposit:self");
        claims.setIssuedAt(inSeconds(5));
        claims.setNotBefore(inSeconds(5));

        deposits(issuer.sign(claims)).statusCode(200);
    }

    @Test
    void rolesAreReadFromGroups() {
        JwtClaims claims = issuer.claims(MAREN);
        claims.setClaim("groups", List.of("staff", "deposit:self"));

        deposits(issuer.sign(claims)).statusCode(200);
    }

    @Test
    void departmentsAreReadFromTheirClaim() {
        syncs.started();
        for (Object departments : List.of("BIO", List.of("BIO", "CHE"))) {
            JwtClaims claims = issuer.claims("thesis-office", "deposit:department");
            claims.setClaim("ou", departments);

            deposits(issuer.sign(claims)).statusCode(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"staff", "deposit", "deposit:department", "deposit:department:", "Deposit:Any"})
    void aTokenWithoutARoleIsRefused(String role) {
        deposits(issuer.token(MAREN, role))
                .statusCode(403)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer error=\"insufficient_scope\""))
                .header("Cache-Control", equalTo("no-store"))
                .body("detail", containsString("deposit:self"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer garbage", "Basic bWFyZW46c2VjcmV0", "Bearer", "nonsense"})
    void publicRequestsNeedNoToken(String authorization) {
        int asked = issuer.requests();
        for (String path : List.of("/v1/items/2000003", "/v1/items/2000003", "/v1/reports/embargoes", "/openapi")) {
            given().header("Authorization", authorization).get(path).then().statusCode(200);
        }
        assertThat(issuer.requests()).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/deposits;a=b", "/v1;a=b/deposits", "/v1/./deposits", "/v1//deposits", "/v1/%64eposits"})
    void noNotationOfThePathEvadesTheDoor(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(oneOf(401, 404));
    }

    private ValidatableResponse deposits(@Nullable String token) {
        return given().headers(token == null ? Map.of() : Map.of("Authorization", "Bearer " + token))
                .queryParam("depositor", MAREN)
                .get("/v1/deposits")
                .then();
    }
}
