package io.campusfigshare.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import io.campusfigshare.subscription.WebhookReceiver.Behaviour;
import io.campusfigshare.subscription.WebhookReceiver.Request;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what is sent to subscribers, how often and in which order. */
@QuarkusTest
class DeliveryTest extends SubscriptionTest {

    private static final String MAREN = "moakhurst@westmark.example";
    private static final String[] ITEMS = {"item.created", "item.updated", "item.withdrawn"};

    @BeforeEach
    void filled() {
        sandbox.reset();
        syncs.items();
    }

    @Test
    void each_change_of_an_item_is_sent_signed_and_as_a_cloud_event() throws Exception {
        var receiver = receiver();
        String secret = subscribe(receiver, ITEMS);

        long item = sandbox.publish("{\"title\": \"Kelp — \\\"blue\\\" light; 蓝\"}");
        syncs.items();
        change(item, "Kelp");
        sandbox.withdraw(item);
        syncs.withdrawals();

        soon().until(() -> receiver.requestsAbout(item).size() == 3);
        List<Request> requests = receiver.requestsAbout(item);
        assertThat(requests)
                .extracting(request -> request.event().getString("type"))
                .containsExactly("item.created", "item.updated", "item.withdrawn");
        for (Request request : requests) {
            request.verify(secret);
            JsonObject event = request.event();
            assertThat(request.header("content-type")).startsWith("application/cloudevents+json");
            assertThat(event.getString("specversion")).isEqualTo("1.0");
            assertThat(event.getString("id")).isEqualTo(request.header("webhook-id"));
            assertThat(event.getString("subject")).isEqualTo(Long.toString(item));
            assertThat(event.getString("source")).isNotBlank();
            assertThat(event.getInstant("time")).isNotNull();
            assertThat(event.getJsonObject("data").getLong("id")).isEqualTo(item);
            assertThat(event.getJsonObject("data").getString("url")).endsWith("/v1/items/" + item);
        }
        assertThat(requests.getFirst().event().getJsonObject("data").getString("title"))
                .isEqualTo("Kelp — \"blue\" light; 蓝");
        assertThat(requests.get(1).event().getJsonObject("data").getJsonArray("changed"))
                .contains("title");
    }

    @Test
    void a_request_that_was_altered_or_is_old_or_has_another_secret_is_refused_by_a_public_verifier() throws Exception {
        var receiver = receiver();
        String secret = subscribe(receiver, ITEMS);
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);
        soon().until(() -> !receiver.requests().isEmpty());
        Request request = receiver.requests().getFirst();
        request.verify(secret);

        for (int i = 0; i < request.body().length(); i++) {
            char[] altered = request.body().toCharArray();
            altered[i] ^= 1;
            assertRefused(new Request(request.headers(), new String(altered)), secret);
        }
        long old = Long.parseLong(request.header("webhook-timestamp")) - 301;
        assertRefused(
                new Request(
                        java.net.http.HttpHeaders.of(
                                Map.of(
                                        "webhook-id", List.of(request.header("webhook-id")),
                                        "webhook-timestamp", List.of(Long.toString(old)),
                                        "webhook-signature", List.of(request.header("webhook-signature"))),
                                (name, value) -> true),
                        request.body()),
                secret);
        assertRefused(request, Signature.text(new byte[32]));
    }

    private static void assertRefused(Request request, String secret) {
        assertThatThrownBy(() -> request.verify(secret)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void two_secrets_sign_after_a_rotation_and_the_former_one_only_for_a_time() throws Exception {
        var receiver = receiver();
        String former = subscribe(receiver, ITEMS);
        String current = subscriber()
                .post(SUBSCRIPTION + "/secret")
                .then()
                .statusCode(200)
                .body("formerSecretUntil", notNullValue())
                .extract()
                .path("secret");
        assertThat(current).isNotEqualTo(former);
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);
        soon().until(() -> receiver.requests().size() == 1);
        receiver.requests().getFirst().verify(former);
        receiver.requests().getFirst().verify(current);

        execute("update subscription set old_until = clock_timestamp() - interval '1 second'");
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);
        soon().until(() -> receiver.requests().size() == 2);
        receiver.requests().get(1).verify(current);
        assertRefused(receiver.requests().get(1), former);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("500", 500, behaviour((exchange, request) -> WebhookReceiver.status(exchange, 500))),
                Arguments.of("404", 404, behaviour((exchange, request) -> WebhookReceiver.status(exchange, 404))),
                Arguments.of("a redirect", 302, behaviour((exchange, request) -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    WebhookReceiver.status(exchange, 302);
                })),
                Arguments.of("a reset", null, behaviour((exchange, request) -> exchange.close())),
                Arguments.of("no answer in time", null, behaviour((exchange, request) -> {})));
    }

    private static Behaviour behaviour(Behaviour behaviour) {
        return behaviour;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void what_a_receiver_did_not_accept_is_sent_again_with_the_same_id(String name, Integer status, Behaviour failure)
            throws Exception {
        var fail = new AtomicBoolean(true);
        var receiver = receiver().answering((exchange, request) -> {
            if (fail.get()) {
                failure.answer(exchange, request);
            } else {
                WebhookReceiver.status(exchange, 200);
            }
        });
        subscribe(receiver, ITEMS);
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);
        soon().untilAsserted(() -> subscriber()
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .body("items[0].failure", notNullValue())
                .body("items[0].responseStatus", equalTo(status)));
        subscriber().get(SUBSCRIPTION).then().body("status", equalTo("failing")).body("reason", notNullValue());

        fail.set(false);

        soon().untilAsserted(() -> subscriber()
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .body("items", hasSize(1))
                .body("items[0].status", equalTo("delivered"))
                .body("items[0].failure", equalTo(null)));
        assertThat(receiver.requests())
                .hasSizeGreaterThan(1)
                .extracting(request -> request.header("webhook-id"))
                .containsOnly(receiver.requests().getFirst().header("webhook-id"));
        subscriber().get(SUBSCRIPTION).then().body("status", equalTo("active")).body("reason", equalTo(null));
    }

    @Test
    void an_answer_without_end_is_not_read_to_the_end() throws Exception {
        var closed = new CountDownLatch(1);
        var receiver = receiver().answering((exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (true) {
                    body.write(new byte[8192]);
                }
            } catch (IOException gone) {
                closed.countDown();
            }
        });
        subscribe(receiver, ITEMS);
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);

        soon().until(() -> closed.getCount() == 0);
        soon().untilAsserted(() ->
                subscriber().get(SUBSCRIPTION + "/deliveries").then().body("items[0].status", equalTo("delivered")));
    }

    @Test
    void a_receiver_that_is_gone_is_suspended_and_a_put_sends_what_waited() throws Exception {
        var receiver = receiver().answering(410);
        subscribe(receiver, ITEMS);
        long item = sandbox.publish("{}");
        syncs.items();
        soon().untilAsserted(() -> subscriber().get(SUBSCRIPTION).then().body("status", equalTo("suspended")));
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(409).body("type", startsWith("urn:"));

        receiver.answering(204);
        put(to(receiver.url(), ITEMS)).then().statusCode(200).body("status", equalTo("active"));

        soon().untilAsserted(() -> subscriber()
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .body("items.status", contains("delivered"))
                .body("items[0].subject", equalTo(Long.toString(item))));
    }

    @Test
    void a_delivery_is_given_up_and_a_failing_subscription_suspended_after_the_time() throws Exception {
        var receiver = receiver().answering(503);
        subscribe(receiver, ITEMS);
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);
        soon().until(() -> !receiver.requests().isEmpty());
        execute(
                "update delivery set first = clock_timestamp() - interval '4 days'",
                "update subscription set failing = clock_timestamp() - interval '4 days'");

        soon().untilAsserted(() -> subscriber()
                .get(SUBSCRIPTION)
                .then()
                .body("status", equalTo("suspended"))
                .body("reason", equalTo("the receiver answered 503")));
        subscriber()
                .queryParam("status", "failed")
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .body("items", hasSize(1))
                .body("items[0].ended", notNullValue());
    }

    @Test
    void a_delivery_can_be_sent_again() throws Exception {
        var receiver = receiver();
        subscribe(receiver, ITEMS);
        subscriber().post(SUBSCRIPTION + "/test").then().statusCode(202);
        soon().until(() -> receiver.requests().size() == 1);
        soon().untilAsserted(() ->
                subscriber().get(SUBSCRIPTION + "/deliveries").then().body("items[0].status", equalTo("delivered")));
        String delivery = subscriber().get(SUBSCRIPTION + "/deliveries").path("items[0].id");

        subscriber()
                .post(SUBSCRIPTION + "/deliveries/" + delivery + "/attempts")
                .then()
                .statusCode(202);

        soon().until(() -> receiver.requests().size() == 2);
        assertThat(receiver.requests().get(1).header("webhook-id"))
                .isEqualTo(receiver.requests().getFirst().header("webhook-id"));
    }

    @Test
    void the_events_of_an_item_come_in_order_while_the_receiver_fails_at_random() throws Exception {
        var last = new ConcurrentHashMap<String, String>();
        var seen = ConcurrentHashMap.<String>newKeySet();
        var outOfOrder = ConcurrentHashMap.<String>newKeySet();
        var receiver = receiver().answering((exchange, request) -> {
            JsonObject event = request.event();
            if (Math.floorMod(event.getString("id").hashCode() + seen.size(), 3) == 0
                    && seen.add(event.getString("id"))) {
                WebhookReceiver.status(exchange, 500);
                return;
            }
            String before = last.put(event.getString("subject"), event.getString("time"));
            if (before != null && before.compareTo(event.getString("time")) > 0) {
                outOfOrder.add(event.getString("subject"));
            }
            WebhookReceiver.status(exchange, 204);
        });
        subscribe(receiver, ITEMS);
        List<Long> items = IntStream.range(0, 4)
                .mapToObj(i -> sandbox.publish("{\"title\": \"First\"}"))
                .toList();
        syncs.items();
        for (int round = 0; round < 5; round++) {
            for (long item : items) {
                sandbox.change(item, "{\"title\": \"Round " + round + "\"}");
            }
            syncs.items();
        }

        soon().untilAsserted(() -> subscriber()
                .queryParam("size", 100)
                .get(SUBSCRIPTION + "/deliveries")
                .then()
                .body("total", equalTo(24))
                .body("items.findAll { it.status != 'delivered' }", empty()));
        assertThat(outOfOrder).isEmpty();
        assertThat(receiver.requests().stream()
                        .map(request -> request.header("webhook-id"))
                        .distinct())
                .hasSize(24);
    }

    @Test
    void a_subscriber_that_hangs_delays_no_other() throws Exception {
        var release = new CountDownLatch(1);
        var slow = receiver().answering((HttpExchange exchange, Request request) -> release.await());
        var quick = receiver();
        subscriber()
                .body(to(slow.url(), ITEMS).encode())
                .put("/v1/subscriptions/slow")
                .then()
                .statusCode(201);
        subscribe(quick, ITEMS);

        sandbox.generate(20, "{}");
        syncs.items();

        soon().until(() -> quick.requests().size() == 20);
        assertThat(slow.requests()).hasSizeLessThan(20);
        release.countDown();
    }

    @Test
    void a_delivery_that_a_stopped_replica_was_sending_is_sent_by_another() throws Exception {
        var receiver = receiver();
        subscribe(receiver, ITEMS);
        execute("""
                with made as (insert into event (kind, subject, data, distributed)
                    values ('subscription.test', 'cris', '{}', true) returning seq)
                insert into delivery (subscription, event, subject, tries, first, due)
                select number, seq, 'cris', 1, clock_timestamp(), clock_timestamp() + interval '1 hour' from made, subscription
                """);
        subscriber().get(SUBSCRIPTION + "/deliveries").then().body("items.status", contains("pending"));

        execute("update delivery set due = clock_timestamp()");

        soon().until(() -> receiver.requests().size() == 1);
    }

    @Test
    void a_filter_selects_items_by_department_and_type() throws Exception {
        var all = receiver();
        var ofDepartment = receiver();
        var ofType = receiver();
        subscribe(all, ITEMS);
        subscribeWith(ofDepartment, "department", new JsonObject().put("department", "BIO"));
        subscribeWith(ofType, "type", new JsonObject().put("type", "dataset"));

        sandbox.generate(12, "{}");
        syncs.items();

        soon().until(() -> all.requests().size() == 12);
        long datasets = all.requests().stream()
                .filter(request ->
                        "dataset".equals(request.event().getJsonObject("data").getString("type")))
                .count();
        soon().until(() -> ofType.requests().size() == datasets);
        List<Object> inBiology = get("/v1/items?department=BIO&descendants=true&size=100")
                .jsonPath()
                .getList("items.id");
        long biological = all.requests().stream()
                .filter(request -> inBiology.stream()
                        .anyMatch(id -> request.event().getString("subject").equals(id.toString())))
                .count();
        soon().until(() -> ofDepartment.requests().size() == biological);
        assertThat(biological).isBetween(1L, 11L);
    }

    private void subscribeWith(WebhookReceiver receiver, String name, JsonObject filter) {
        subscriber()
                .body(to(receiver.url(), ITEMS).put("filter", filter).encode())
                .put("/v1/subscriptions/" + name)
                .then()
                .statusCode(201);
    }

    @Test
    void the_states_of_a_deposit_are_told_to_those_who_may_read_it() throws Exception {
        var library = receiver();
        var biology = receiver();
        var chemistry = receiver();
        var herself = receiver();
        var another = receiver();
        deposits(library, "library", "x", "deposit:read");
        deposits(biology, "biology", "x", "deposit:department:bio");
        deposits(chemistry, "chemistry", "x", "deposit:department:CHE");
        deposits(herself, "herself", MAREN, "deposit:self");
        deposits(another, "another", "tfennimore@westmark.example", "deposit:self");

        String path = caller(client, "library", "deposit:any")
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{\"depositor\": \"" + MAREN + "\", \"metadata\": {\"title\": \"Secret title\"}}")
                .post("/v1/deposits")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        String id = path.substring(path.lastIndexOf('/') + 1);

        for (var receiver : List.of(library, biology, herself)) {
            soon().until(() -> receiver.requests().stream()
                    .anyMatch(request ->
                            "ready".equals(request.event().getJsonObject("data").getString("state"))));
            assertThat(receiver.requests())
                    .extracting(request -> request.event().getJsonObject("data").getString("state"))
                    .containsExactly("accepted", "drafting", "ready");
            JsonObject data = receiver.requests().getLast().event().getJsonObject("data");
            assertThat(data.fieldNames()).containsExactlyInAnyOrder("id", "state", "url");
            assertThat(data.getString("url")).endsWith("/v1/deposits/" + id);
            assertThat(receiver.requests().getLast().body()).doesNotContain("Secret title", MAREN);
        }
        assertThat(chemistry.requests()).isEmpty();
        assertThat(another.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update person set department = null, placed = null where campus = 'moakhurst@westmark.example'",
                "update person set department = 4203 where campus = 'moakhurst@westmark.example'",
                "delete from person where campus = 'moakhurst@westmark.example'"
            })
    void the_department_of_a_deposit_is_that_of_the_account_at_figshare(String directoryIsBehind) throws Exception {
        var biology = receiver();
        var chemistry = receiver();
        deposits(biology, "biology", "x", "deposit:department:BIO");
        deposits(chemistry, "chemistry", "x", "deposit:department:CHE");
        // Not looked up before, so that no cache knows the account.
        String campusId = "maren-" + UUID.randomUUID();
        sandbox.changeAccount(1495601, "{\"institution_user_id\": \"" + campusId + "\"}");
        execute(directoryIsBehind, "update person set campus = '" + campusId + "' where campus = '" + MAREN + "'");

        caller(client, "library", "deposit:any")
                .header("Idempotency-Key", UUID.randomUUID())
                .body("{\"depositor\": \"" + campusId + "\", \"metadata\": {\"title\": \"A draft\"}}")
                .post("/v1/deposits")
                .then()
                .statusCode(201);

        soon().until(() -> biology.requests().size() == 3);
        assertThat(chemistry.requests()).isEmpty();
        sandbox.reset();
        syncs.people();
    }

    private void deposits(WebhookReceiver receiver, String name, String campusId, String role) {
        caller(client, campusId, "subscribe", role)
                .body(to(receiver.url(), "deposit.state").encode())
                .put("/v1/subscriptions/" + name)
                .then()
                .statusCode(201);
    }

    @Test
    void nothing_is_written_to_the_outbox_without_a_subscriber() throws Exception {
        sandbox.publish("{}");
        syncs.items();

        assertThat(query("select count(*) from event")).isEqualTo("0");
    }

    @Test
    void a_queue_that_is_full_suspends_the_subscription_only() throws Exception {
        var receiver = receiver();
        subscribe(receiver, ITEMS);
        subscriber()
                .body(to(receiver().url(), ITEMS).encode())
                .put("/v1/subscriptions/full")
                .then()
                .statusCode(201);
        execute(
                "insert into event (kind, subject, data, distributed) select 'item.updated', n::text, '{}', true"
                        + " from generate_series(1, 100000) n",
                "insert into delivery (subscription, event, subject, due) select number, seq, event.subject,"
                        + " clock_timestamp() + interval '1 day' from event, subscription where name = 'full'");
        sandbox.publish("{}");
        syncs.items();

        soon().until(() -> receiver.requests().size() == 1);
        subscriber()
                .get("/v1/subscriptions/full")
                .then()
                .body("status", equalTo("suspended"))
                .body("reason", equalTo("too many deliveries are waiting"));
    }
}
