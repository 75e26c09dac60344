package io.campusfigshare.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.campusfigshare.Certificates;
import io.campusfigshare.TestNames;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests where webhooks are sent, and where not: neither inside nor to a host that is another than the URL's. */
@QuarkusTest
class DestinationTest extends SubscriptionTest {

    private static final String CREATED = "item.created";

    /** What a name resolves to. One address that is not public is enough: the connection could go to it. */
    static Stream<String> notPublic() {
        return Stream.of(
                "10.0.0.1",
                "172.31.255.254",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "198.18.0.1",
                "::",
                "fd00::1",
                "fe80::1",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a00:1::",
                "93.184.215.14,10.0.0.1",
                "2606:2800:21f:cb07:6820:80da:af6b:8b2c,fd00::1",
                "127.0.0.1,10.0.0.1");
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

    @ParameterizedTest
    @MethodSource("notPublic")
    void a_name_that_leads_inside_is_refused(String addresses) {
        String name = name();
        TestNames.set(name, addresses);

        put(to("https://" + name + "/", CREATED)).then().statusCode(422).body("errors.pointer", contains("/url"));
    }

    @Test
    void a_name_that_leads_inside_later_is_sent_nothing() throws Exception {
        var receiver = receiver();
        List<String> subscriptions = notPublic()
                .map(addresses -> {
                    String name = name();
                    TestNames.set(name, "127.0.0.1", addresses);
                    String subscription = "/v1/subscriptions/" + UUID.randomUUID();
                    subscriber()
                            .body(to(receiver.url(name), CREATED).encode())
                            .put(subscription)
                            .then()
                            .statusCode(201);
                    return subscription;
                })
                .toList();

        for (String subscription : subscriptions) {
            subscriber().post(subscription + "/test").then().statusCode(202);
        }

        for (String subscription : subscriptions) {
            soon().untilAsserted(() -> subscriber()
                    .get(subscription + "/deliveries")
                    .then()
                    .body("items[0].failure", containsString("not public"))
                    .body("items[0].responseStatus", nullValue()));
        }
        assertThat(receiver.requests()).isEmpty();
    }

    /** DNS rebinding: a second lookup for the connection would find an address inside. */
    @Test
    void the_connection_is_to_the_address_that_was_checked() throws Exception {
        String name = name();
        var receiver = receiver();
        TestNames.set(name, "127.0.0.1", "127.0.0.1", "10.0.0.1");
        put(to(receiver.url(name), CREATED)).then().statusCode(201);

        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);

        soon().until(() -> receiver.requests().size() == 1);
        assertThat(receiver.requests().getFirst().header("host")).startsWith(name + ":");
        soon().untilAsserted(() ->
                subscriber().get(SUBSCRIPTION + "/deliveries").then().body("items[0].status", equalTo("delivered")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "receiver.test"})
    void a_certificate_of_the_host_that_is_trusted_by_the_setting_is_taken(String host) throws Exception {
        TestNames.set("receiver.test", "127.0.0.1");
        try (var secure = new WebhookReceiver(Certificates.server(Certificates.FITTING))) {
            put(to(secure.url(host), CREATED)).then().statusCode(201);
            subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);

            soon().until(() -> secure.requests().size() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Certificates.NOT_TRUSTED, Certificates.OF_ANOTHER_HOST})
    void a_certificate_that_is_not_trusted_or_of_another_host_is_refused(String certificate) throws Exception {
        try (var secure = new WebhookReceiver(Certificates.server(certificate))) {
            put(to(secure.url(), CREATED)).then().statusCode(201);
            subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);

            soon().untilAsserted(() -> subscriber()
                    .get(SUBSCRIPTION + "/deliveries")
                    .then()
                    .body("items[0].failure", containsString("TLS")));
            assertThat(secure.requests()).isEmpty();
        }
    }

    private static String name() {
        return UUID.randomUUID() + ".test";
    }
}
