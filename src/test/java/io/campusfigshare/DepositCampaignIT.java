package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.campusfigshare.SandboxControl.Owned;
import io.campusfigshare.sandbox.RunningSandbox;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Creates many deposits with Idempotency-Keys at two replicas that are killed at random, over a Figshare that fails in
 * every way. At the end, there is exactly one draft of each, in the right person's account. {@code
 * -Dcampaign.creates=10000} sets the number of deposits, {@code -Dcampaign.chance=0.01} the probability of each kind of
 * fault (searching an account with a thousand drafts takes long).
 */
class DepositCampaignIT {

    private static final int CREATES = Integer.getInteger("campaign.creates", 120);
    private static final int AT_ONCE = Math.clamp(CREATES / 10, 12, 48);
    /** The probability of each kind of fault in each call. */
    private static final double CHANCE = Double.parseDouble(System.getProperty("campaign.chance", "0.04"));

    private static final String TITLE = "Campaign record ";
    private static final Pattern SELECTED = Pattern.compile("([a-z][a-z_0-9]+)(?=\\{)");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-zA-Z_0-9]+)(?=[ {])");
    private static final long SEED = Long.getLong("campaign.seed", 1);

    /** Figshare's account numbers by campus id. */
    private static final Map<String, Long> PEOPLE = Map.of(
            "moakhurst@westmark.example", 1495601L,
            "tfennimore@westmark.example", 1495602L,
            "iquillfeather@westmark.example", 1495603L,
            "abrackenridge@westmark.example", 1495604L,
            "sthackwell@westmark.example", 1495605L,
            "pvanlarkspur@westmark.example", 1495606L,
            "rwinterbourne@westmark.example", 1495608L,
            "ykelpenny@westmark.example", 1495612L);

    private static final String DATABASE = EmbeddedDatabase.create();
    private static final RunningSandbox FIGSHARE = RunningSandbox.start();
    private static final SandboxControl SANDBOX = new SandboxControl(FIGSHARE.url());
    private static final Issuer ISSUER = new Issuer();

    private static List<Replica> replicas;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> issuer = ISSUER.start();
        Map<String, String> token = Map.of("figshare.token", "one-that-the-sandbox-takes");
        Map<String, String> client = Map.of(
                "figshare.oauth.client-id", "campus",
                "figshare.oauth.client-secret", "secret",
                "figshare.oauth.refresh-token", "one-that-the-sandbox-takes");
        Replica one = new Replica("campaign-one", settings(issuer, token));
        one.awaitReady();
        replicas = List.of(one, new Replica("campaign-two", settings(issuer, client)));
        replicas.forEach(Replica::awaitReady);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        for (Replica replica : replicas) {
            replica.stop();
        }
        FIGSHARE.close();
        ISSUER.stop();
    }

    @Test
    void every_create_makes_one_draft_in_the_right_account() throws Exception {
        for (String fault :
                List.of("lost-answer", "error-after", "reset", "error", "late-answer", "throttle", "html")) {
            SANDBOX.fault(fault)
                    .on("/v2/account/articles.*")
                    .chance(CHANCE, SEED)
                    .start();
        }
        SANDBOX.fault("rewritten-title").start();
        SANDBOX.fault("done-later")
                .on("/v2/account/articles")
                .method("POST")
                .delay(Duration.ofSeconds(5))
                .chance(CHANCE, SEED)
                .start();
        var over = new AtomicBoolean();
        Map<Integer, Response> answers = new ConcurrentHashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answered = new AtomicInteger();
            Future<Integer> kills = threads.submit(() -> killAll(over, answered));
            var next = new AtomicInteger();
            List<? extends Future<?>> clients = IntStream.range(0, AT_ONCE)
                    .mapToObj(client -> threads.submit(() -> {
                        for (int n = next.getAndIncrement(); n < CREATES; n = next.getAndIncrement()) {
                            answers.put(n, untilAnswered(n));
                            answered.incrementAndGet();
                        }
                    }))
                    .toList();
            for (Future<?> client : clients) {
                client.get();
            }
            over.set(true);
            assertThat(kills.get()).isPositive();
        }
        SANDBOX.clearFaults();
        // One of the replicas gets its access tokens with the refresh token of an OAuth2 client.
        assertThat(SANDBOX.count("POST", "/v2/token")).isPositive();

        assertThat(answers).hasSize(CREATES);
        assertThat(answers).allSatisfy((n, answer) -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
            // A repeated request gets the same answer from either replica.
            assertThat(create(n).asString()).isEqualTo(answer.asString());
        });
        await("the removal of what came late").atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
            EmbeddedDatabase.execute(
                    DATABASE, "update sent_create set due = clock_timestamp() where due > clock_timestamp()");
            assertThat(drafts()).as("one draft for each").hasSize(CREATES);
        });
        Map<Long, Owned> drafts = drafts();
        assertThat(answers).allSatisfy((n, answer) -> {
            Owned draft = drafts.remove(answer.jsonPath().getLong("item"));
            assertThat(draft).as("a draft of its own").isNotNull();
            assertThat(draft.account()).isEqualTo(PEOPLE.get(person(n)));
            assertThat(draft.title()).isEqualTo("<em>" + title(n) + "</em>");
            assertThat(draft.authors()).hasSize(1);
            // The audit trail also has the deposits that were created while a replica was killed.
            assertThat(events(answer.jsonPath().getString("id"))).contains("create", "read");
        });
    }

    private static Map<Long, Owned> drafts() {
        return SANDBOX.accountArticles(null).stream()
                .filter(draft -> draft.title().contains(TITLE))
                .collect(Collectors.toMap(Owned::id, Function.identity()));
    }

    /**
     * Runs in a process of its own, because metrics that earlier tests have registered in this process would be
     * missing.
     */
    @Test
    void every_metric_of_the_monitoring_exists() throws IOException {
        Set<String> wanted = new TreeSet<>();
        for (JsonNode tree : new JsonNode[] {
            new YAMLMapper().readTree(new File("docker/prometheus/rules.yaml")),
            new ObjectMapper().readTree(new File("k8s/monitoring/dashboard.json"))
        }) {
            tree.findValuesAsText("expr").forEach(expression -> wanted.addAll(names(SELECTED, expression)));
        }
        // Except for Prometheus' own metrics, and those that exist only after a garbage collection or a failed record.
        wanted.removeAll(List.of("up", "jvm_gc_overhead", "catalogue_set_aside_seconds"));
        assertThat(wanted).hasSizeGreaterThan(20);

        await("all of them").atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            Replica replica = replicas.getFirst();
            assertThat(replica.get("/v1/items").statusCode()).isEqualTo(200);
            assertThat(anybody()
                            .get(replica.url("/v1/deposits?depositor=" + person(0)))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(names(SAMPLE, replica.metrics())).containsAll(wanted);
        });
    }

    private static RequestSpecification anybody() {
        return RestAssured.given().auth().oauth2(ISSUER.token("campaign", "deposit:any"));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static List<String> events(String deposit) {
        return anybody()
                .get(replicas.getFirst().url("/v1/deposits/" + deposit + "/events"))
                .jsonPath()
                .getList("items.action");
    }

    private static Response untilAnswered(int n) {
        return await("create " + n)
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(
                        () -> create(n),
                        answer -> List.of(200, 201, 400, 403, 404, 422).contains(answer.statusCode()));
    }

    private static Response create(int n) {
        JsonObject deposit = new JsonObject()
                .put("depositor", person(n))
                .put(
                        "metadata",
                        new JsonObject()
                                .put("title", title(n))
                                .put(
                                        "authors",
                                        new JsonArray().add(new JsonObject().put("name", "Nobody Inparticular"))));
        return anybody()
                .header("Idempotency-Key", "create-" + n)
                .contentType("application/json")
                .body(deposit.encode())
                .post(replicas.get(new Random().nextInt(2)).url("/v1/deposits"));
    }

    /** Kills one replica after the other at random times; returns how often. */
    private static int killAll(AtomicBoolean over, AtomicInteger answered) throws InterruptedException {
        var random = new Random(SEED);
        int kills = 0;
        while (!over.get()) {
            Replica replica = replicas.get(kills++ % 2);
            try {
                replica.restart();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            replica.awaitReady();
            int some = random.nextInt(Math.max(40, CREATES / 20));
            int before = answered.get();
            await("some answers")
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> over.get() || answered.get() >= before + some);
        }
        return kills;
    }

    private static String person(int n) {
        return PEOPLE.keySet().stream().sorted().toList().get(n % PEOPLE.size());
    }

    /** Each person has two deposits with the same title. */
    private static String title(int n) {
        return TITLE + n / PEOPLE.size() / 2;
    }

    private static Map<String, String> settings(Map<String, String> issuer, Map<String, String> credential) {
        var settings = new HashMap<>(FIGSHARE.settings());
        settings.putAll(Map.of(
                "campus.institution-id", "42",
                "figshare.timeout", "1s",
                "figshare.breaker.delay", "300ms",
                "figshare.pace.requests-per-second", "200",
                "campus.deposits.lease", "5s",
                "campus.deposits.requests-per-minute", "100000",
                "campus.deposits.client-requests-per-minute", "100000",
                "quarkus.log.console.json.enabled", "false"));
        settings.putAll(EmbeddedDatabase.settings(DATABASE));
        settings.putAll(issuer);
        settings.putAll(credential);
        return settings;
    }
}
