package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.campusfigshare.sandbox.RunningSandbox;
import io.campusfigshare.subscription.WebhookReceiver;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes items while two replicas that send webhooks are killed in turn, PostgreSQL ends their connections, stalls and
 * stops, and the receiver fails in every way. At the end, every change was accepted at least once, and those of one
 * item in order. {@code -Dcampaign.events=10000} sets the number of changes.
 */
class WebhookCampaignIT {

    private static final int EVENTS = Integer.getInteger("campaign.events", 400);
    private static final int ITEMS = Math.clamp(EVENTS / 20, 10, 100);
    private static final long SEED = Long.getLong("campaign.seed", 1);
    private static final long FIRST_ITEM = 9_000_001;

    private static final String INSERT = """
            insert into item (id, body, digest, versions, title, orcids, people, keywords, categories, funders, missing, created,
                modified, published, place, search, authors)
            values (%1$d, '{"title": "0"}', '0', '{1}', '0', '{}', '{}', '{}', '{}', '{}', '{}', now(), now(), now(), '0', '', '')
            on conflict do nothing
            """;
    private static final String CHANGE =
            "update item set body = '{\"title\": \"%2$d\"}', digest = '%2$d', title = '%2$d' where id = %1$d";

    private static final RunningSandbox FIGSHARE = RunningSandbox.start();
    private static final Issuer ISSUER = new Issuer();

    @TempDir
    static Path data;

    private static StoppablePostgres database;
    private static List<Replica> replicas;

    /** The versions of each item that were accepted, the first one of each in order. */
    private final Map<String, List<Integer>> accepted = new ConcurrentHashMap<>();

    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String secret = "";

    @BeforeAll
    static void start() throws IOException {
        database = new StoppablePostgres(data);
        Map<String, String> issuer = ISSUER.start();
        Replica one = new Replica("webhooks-one", settings(issuer));
        one.awaitReady();
        replicas = List.of(one, new Replica("webhooks-two", settings(issuer)));
        replicas.forEach(Replica::awaitReady);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        for (Replica replica : replicas) {
            replica.stop();
        }
        FIGSHARE.close();
        ISSUER.stop();
        database.close();
    }

    @Test
    void every_change_is_delivered_and_those_of_an_item_in_order() throws Exception {
        var random = new Random(SEED);
        var over = new AtomicBoolean();
        try (var receiver = new WebhookReceiver();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            receiver.answering((exchange, request) -> receive(exchange, request, random));
            secret = subscribe(receiver.url());
            Future<Integer> faults = threads.submit(() -> fail(over));
            try {
                for (int n = 0; n < EVENTS; n++) {
                    String sql = n < ITEMS ? INSERT : CHANGE;
                    change(sql.formatted(FIRST_ITEM + n % ITEMS, n / ITEMS));
                }
                await("every change")
                        .atMost(Duration.ofMinutes(15))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() ->
                                accepted.values().stream().mapToInt(List::size).sum() >= EVENTS);
            } finally {
                over.set(true);
            }
            assertThat(faults.get()).isPositive();
        }

        assertThat(wrong).isEmpty();
        assertThat(accepted).hasSize(ITEMS);
        assertThat(accepted.values())
                .allSatisfy(versions -> assertThat(versions)
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThanOrEqualTo(EVENTS / ITEMS));
        assertThat(requests.get()).isGreaterThan(EVENTS);
    }

    /** Accepts most requests; the answer to some that are accepted is lost. */
    private void receive(HttpExchange exchange, WebhookReceiver.Request request, Random random)
            throws IOException, InterruptedException {
        requests.incrementAndGet();
        switch (random.nextInt(20)) {
            case 0 -> WebhookReceiver.status(exchange, 500);
            case 1 -> exchange.close();
            case 2 -> {
                accept(request);
                exchange.close();
            }
            default -> {
                accept(request);
                WebhookReceiver.status(exchange, 204);
            }
        }
    }

    private void accept(WebhookReceiver.Request request) {
        try {
            request.verify(secret);
        } catch (Exception refused) {
            wrong.add("refused: " + refused.getMessage());
        }
        JsonObject event = request.event();
        int version = Integer.parseInt(event.getJsonObject("data").getString("title"));
        String change = event.getString("subject") + " " + version;
        String known = ids.putIfAbsent(event.getString("id"), change);
        if (known != null && !known.equals(change)) {
            wrong.add(event.getString("id") + " is of " + known + " and of " + change);
        }
        accepted.compute(event.getString("subject"), (subject, versions) -> {
            List<Integer> all = versions == null ? new ArrayList<>() : versions;
            if (!all.contains(version)) {
                all.add(version);
            }
            return all;
        });
    }

    private static String subscribe(String url) {
        return RestAssured.given()
                .auth()
                .oauth2(ISSUER.token("campaign", "subscribe"))
                .contentType("application/json")
                .body(new JsonObject()
                        .put("url", url)
                        .put("events", new JsonArray().add("item.created").add("item.updated"))
                        .encode())
                .put(replicas.getFirst().url("/v1/subscriptions/campaign"))
                .then()
                .statusCode(201)
                .extract()
                .path("secret");
    }

    /** Changes an item, again until PostgreSQL confirms it. */
    private static void change(String sql) {
        await("a change")
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> {
                    database.execute(sql);
                    return true;
                });
    }

    /**
     * Kills the replicas in turn, ends all connections, stalls the deliveries' table and stops PostgreSQL; returns how
     * often. Deliveries go on in between.
     */
    private int fail(AtomicBoolean over) throws Exception {
        int faults = 0;
        while (!over.get()) {
            Replica replica = replicas.get(faults % 2);
            replica.restart();
            replica.awaitReady();
            database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
            database.execute("begin; lock table delivery in access exclusive mode; select pg_sleep(2); commit");
            database.stop();
            database.start();
            faults++;
            int before = requests.get();
            await("deliveries between two faults")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> over.get() || requests.get() >= before + EVENTS / 40);
        }
        return faults;
    }

    private static Map<String, String> settings(Map<String, String> issuer) {
        var settings = new HashMap<>(FIGSHARE.settings());
        settings.putAll(Map.of(
                "campus.institution-id", "42",
                // The sync would withdraw the items of this test.
                "campus.catalogue.sync-interval", "1d",
                "campus.catalogue.reconcile-cron", "off",
                "figshare.token", "one-that-the-sandbox-takes",
                "campus.webhooks.timeout", "1s",
                "campus.webhooks.backoff", "100ms",
                "quarkus.log.console.json.enabled", "false"));
        settings.putAll(database.settings());
        settings.putAll(issuer);
        return settings;
    }
}
