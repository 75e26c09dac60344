package io.campusfigshare.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests over HTTP who may have which subscriptions. */
@QuarkusTest
class SubscriptionResourceTest extends SubscriptionTest {

    private static final String CREATED = "item.created";

    @Test
    void the_secret_is_shown_once_and_a_copy_of_the_database_does_not_have_it() throws Exception {
        String url = receiver().url();
        String secret = put(to(url, CREATED))
                .then()
                .statusCode(201)
                .header("Location", endsWith(SUBSCRIPTION))
                .header("Cache-Control", equalTo("no-store"))
                .body("id", equalTo("cris"))
                .body("status", equalTo("active"))
                .body("secret", startsWith("whsec_"))
                .extract()
                .path("secret");

        put(to(url, CREATED, "item.withdrawn"))
                .then()
                .statusCode(200)
                .body("secret", nullValue())
                .body("events", contains(CREATED, "item.withdrawn"));
        subscriber().get(SUBSCRIPTION).then().statusCode(200).body("secret", nullValue());
        String stored =
                query("select encode(secret, 'base64') from subscription").replaceAll("\\s", "");
        assertThat(stored).doesNotContain(secret.substring(6, 36));
    }

    @Test
    void a_client_sees_its_own_subscriptions_only() throws Exception {
        subscriber()
                .get("/v1/subscriptions")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("total", equalTo(0));
        put(to(receiver().url(), CREATED)).then().statusCode(201);
        String other = "client-" + UUID.randomUUID();

        caller(other, "service", "subscribe").get("/v1/subscriptions").then().body("items", empty());
        caller(other, "service", "subscribe").get(SUBSCRIPTION).then().statusCode(404);
        caller(other, "service", "subscribe").delete(SUBSCRIPTION).then().statusCode(404);
        caller(other, "service", "subscribe")
                .post(SUBSCRIPTION + "/secret")
                .then()
                .statusCode(404);
        caller(other, "service", "subscribe")
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .statusCode(404);
        subscriber().get("/v1/subscriptions").then().body("items.id", contains("cris"));
        subscriber().delete(SUBSCRIPTION).then().statusCode(204);
        subscriber().get(SUBSCRIPTION).then().statusCode(404);
        subscriber().delete(SUBSCRIPTION).then().statusCode(404);
    }

    @Test
    void the_subscriptions_of_a_token_without_a_client_belong_to_its_subject() throws Exception {
        String body = to(receiver().url(), CREATED).encode();
        nameless("one").body(body).put(SUBSCRIPTION).then().statusCode(201);

        nameless("one").get("/v1/subscriptions").then().body("items.id", contains("cris"));
        nameless("two").get("/v1/subscriptions").then().body("items", empty());
    }

    private RequestSpecification nameless(String subject) {
        JwtClaims claims = issuer.claims(subject, "subscribe");
        claims.unsetClaim("azp");
        claims.unsetClaim("client_id");
        claims.setSubject(subject);
        return RestAssured.given().auth().oauth2(issuer.sign(claims)).contentType("application/json");
    }

    @Test
    void a_token_and_the_role_are_required() {
        RestAssured.get("/v1/subscriptions").then().statusCode(401);
        as("deposit:any").get("/v1/subscriptions").then().statusCode(403).body("detail", containsString("subscribe"));
    }

    @Test
    void events_of_deposits_need_a_permission_to_read_deposits() throws Exception {
        String url = receiver().url();
        put(to(url, "deposit.state")).then().statusCode(422).body("errors[0].pointer", equalTo("/events"));
        as("subscribe", "deposit:read")
                .body(to(url, "deposit.state").encode())
                .put(SUBSCRIPTION)
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": \"http://127.0.0.1:1/\"}",
                "{\"url\": \"http://127.0.0.1:1/\", \"events\": []}",
                "{\"url\": \"http://127.0.0.1:1/\", \"events\": [null]}",
                "{\"url\": \"http://127.0.0.1:1/\", \"events\": [\"item.deleted\"]}",
                "{\"url\": null, \"events\": [\"item.created\"]}",
                "{\"url\": \"http://127.0.0.1:1/\", \"events\": [\"item.created\"], \"filter\": {\"department\": \"\"}}",
                "{\"url\": \"http://127.0.0.1:1/\", \"events\": [\"item.created\"], \"filter\": {\"type\": \"\\u0000\"}}"
            })
    void what_is_wrong_is_named(String body) {
        subscriber()
                .body(body)
                .put(SUBSCRIPTION)
                .then()
                .statusCode(422)
                .body("errors[0].detail", anyOf(startsWith("must"), equalTo("is missing")));
    }

    @Test
    void a_client_may_have_only_so_many() throws Exception {
        String body = to(receiver().url(), CREATED).encode();
        for (int i = 0; i < 20; i++) {
            subscriber().body(body).put("/v1/subscriptions/s" + i).then().statusCode(201);
        }
        subscriber()
                .body(body)
                .put("/v1/subscriptions/s20")
                .then()
                .statusCode(409)
                .body("type", endsWith("too-many-subscriptions"));
        subscriber().body(body).put("/v1/subscriptions/s19").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A", "-a", "a_b", "a.b", "0123456789012345678901234567890123456789012345678901234567890123"})
    void names_are_small_letters_digits_and_hyphens(String name) {
        subscriber().get("/v1/subscriptions/" + name).then().statusCode(400);
    }

    @Test
    void deliveries_are_paged_and_unknown_parameters_refused() throws Exception {
        put(to(receiver().url(), CREATED)).then().statusCode(201);
        subscriber()
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .statusCode(200)
                .body("items", empty())
                .body("total", equalTo(0));
        subscriber().get(SUBSCRIPTION + "/deliveries?state=failed").then().statusCode(400);
        subscriber().get(SUBSCRIPTION + "/deliveries?status=lost").then().statusCode(400);
        subscriber()
                .post(SUBSCRIPTION + "/deliveries/" + UUID.randomUUID() + "/attempts")
                .then()
                .statusCode(404);
    }

    @Test
    void the_body_may_not_name_a_member_twice() {
        subscriber()
                .body(
                        "{\"url\": \"http://127.0.0.1:1/\", \"url\": \"https://10.0.0.1/\", \"events\": [\"item.created\"]}")
                .put(SUBSCRIPTION)
                .then()
                .statusCode(400);
        subscriber()
                .body(to("http://127.0.0.1:1/", CREATED).put("secret", "mine").encode())
                .put(SUBSCRIPTION)
                .then()
                .statusCode(400)
                .body("detail", startsWith("secret: "));
    }
}
