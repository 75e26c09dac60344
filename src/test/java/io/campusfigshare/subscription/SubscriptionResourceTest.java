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
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** None of these is sent a request, at the registration or later. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://192.168.1.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://100.100.100.200/",
                "https://0.0.0.0/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://192.0.0.192/",
                "https://3232235777/",
                "https://10.1/",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://[::]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[64:ff9b::10.0.0.1]/",
                "https://[2002:a00:1::]/",
                "https://[::10.0.0.1]/",
                "https://[fec0::1]/",
                "https://[ff02::1]/",
                "https://[fd00:ec2::254]/",
                "http://93.184.215.14/",
                "ftp://127.0.0.1/",
                "https://user:password@127.0.0.1/",
                "https://127.0.0.1/#fragment",
                "https://does-not-exist.invalid/",
                "https:///path",
                "https://127.0.0.1:0/",
                "https://127.0.0.1:99999/",
                "not a url",
                "//127.0.0.1/"
            })
    void urls_that_lead_inside_are_refused(String url) {
        put(to(url, CREATED)).then().statusCode(422).body("errors.pointer", contains("/url"));
    }

    @Test
    void a_name_that_leads_inside_later_is_refused_at_the_delivery() throws Exception {
        var receiver = receiver();
        put(to(receiver.url(), CREATED)).then().statusCode(201);
        execute("update subscription set url = 'https://10.0.0.1/'");

        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);

        soon().untilAsserted(() -> subscriber()
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .body("items[0].failure", containsString("not public"))
                .body("items[0].responseStatus", nullValue()));
    }

    @Test
    void a_certificate_that_is_not_trusted_is_refused(@TempDir Path directory) throws Exception {
        try (var secure = new WebhookReceiver(certificate(directory))) {
            put(to(secure.url(), CREATED)).then().statusCode(201);
            subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);

            soon().untilAsserted(() -> subscriber()
                    .get(SUBSCRIPTION + "/deliveries")
                    .then()
                    .body("items[0].failure", containsString("TLS")));
            assertThat(secure.requests()).isEmpty();
        }
    }

    /** Returns a server's TLS with a certificate that nobody else has signed. */
    private static SSLContext certificate(Path directory) throws Exception {
        char[] password = "password".toCharArray();
        Path file = directory.resolve("keys");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "password")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
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
