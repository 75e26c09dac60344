package io.campusfigshare.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.campusfigshare.Issuer;
import io.campusfigshare.SandboxedService;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of the keys of the token provider. Uses the application of {@link ReadAccessTest}. */
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
class ProviderKeysTest {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration USABLE = Duration.ofSeconds(4);

    private final EllipticCurveJsonWebKey second = Issuer.key("second");

    Issuer issuer;

    @AfterEach
    void well() {
        issuer.down();
        issuer.up();
        issuer.withdraw(second);
        soon().until(() -> read(issuer.token("maren")).statusCode() == 200);
    }

    /** Nobody has to come with a key that is not known yet. */
    @Test
    void aWithdrawnKeyIsNotTrustedAfterItsMaximumAge() {
        issuer.publish(second);
        String token = issuer.sign(issuer.claims("maren"), signature -> {
            signature.setKeyIdHeaderValue("second");
            signature.setKey(second.getPrivateKey());
        });
        read(token).then().statusCode(200);

        issuer.withdraw(second);

        soon().until(() -> read(token).statusCode() == 401);
        read(issuer.token("maren")).then().statusCode(200);
    }

    @Test
    void keysAreNotFetchedForEveryToken() {
        int before = issuer.requests();
        Instant begun = Instant.now();

        IntStream.range(0, 50).forEach(i -> read(issuer.token("maren")).then().statusCode(200));

        long lifetimes = Duration.between(begun, Instant.now()).dividedBy(FRESH);
        assertThat(issuer.requests() - before).isLessThanOrEqualTo((int) lifetimes + 1);
    }

    @Test
    void theLastKeysAreUsedForALimitedTimeWhileTheProviderIsDown() {
        read(issuer.token("maren")).then().statusCode(200);
        Instant down = Instant.now();
        issuer.down();

        soon().until(() -> {
            Response answer = read(issuer.token("maren"));
            boolean refused = answer.statusCode() != 200;
            assertThat(refused && Duration.between(down, Instant.now()).compareTo(USABLE.minus(FRESH)) < 0)
                    .isFalse();
            return refused;
        });
        read(issuer.token("maren"))
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("5"))
                .body("type", endsWith(":provider-unavailable"));
        given().get("/v1/items/2000003").then().statusCode(401);

        issuer.up();
        read(issuer.token("maren")).then().statusCode(200);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    private static Response read(String token) {
        return given().auth().oauth2(token).get("/v1/items/2000003");
    }
}
