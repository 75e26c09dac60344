package io.campusfigshare.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campusfigshare.EmbeddedDatabase;
import io.campusfigshare.Issuer;
import io.campusfigshare.Replica;
import io.campusfigshare.sandbox.RunningSandbox;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sends the packaged service every operation of the contract in all variants, valid and invalid, and checks each answer
 * against the contract. A build runs a part. The whole is each case once, and then random requests, so many for each
 * service: {@code -Dwalk.requests=17000 -Dwalk.seed=7}.
 */
class ContractWalkIT {

    private static final int REQUESTS = Integer.getInteger("walk.requests", 1_500);

    private static final long SEED = Long.getLong("walk.seed", 42);
    private static final int AT_ONCE = 4;

    private static final String MAREN = "moakhurst@westmark.example";
    private static final Issuer ISSUER = new Issuer();

    private static Map<String, String> issuer;
    private static RunningSandbox figshare;

    @BeforeAll
    static void start() {
        issuer = ISSUER.start();
        figshare = RunningSandbox.start();
    }

    @AfterAll
    static void stop() {
        figshare.close();
        ISSUER.stop();
    }

    @Test
    void answersOfAnInstitutionMatchTheContract() throws Exception {
        walk("institution", institution("42"), service -> {
            await("the fill")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> service.get("/v1/items?q=kelp").jsonPath().getInt("total") > 0);
            await("people")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> deposits(service, 1).size() == 1);
            return known(deposits(service, 6));
        });
    }

    /** An institution without items, people and departments. */
    @Test
    void answersWithEmptyListsMatchTheContract() throws Exception {
        walk("empty", institution("43"), service -> known(List.of("00000000-0000-0000-0000-000000000000")));
    }

    /** A service without a catalogue and without an identity provider. */
    @Test
    void answersWithDefaultSettingsMatchTheContract() throws Exception {
        walk("unconfigured", Map.of(), service -> known(List.of("00000000-0000-0000-0000-000000000000")));
    }

    @FunctionalInterface
    private interface Preparation {
        Map<String, List<String>> apply(Replica service) throws Exception;
    }

    private static void walk(String name, Map<String, String> settings, Preparation preparation) throws Exception {
        var all = new HashMap<>(figshare.settings());
        all.putAll(Map.of(
                "figshare.pace.requests-per-second", "1000",
                "campus.catalogue.sync-interval", "1d",
                "campus.deposits.requests-per-minute", "100000",
                "campus.deposits.refused-per-minute", "100000",
                "campus.deposits.client-requests-per-minute", "100000",
                "quarkus.log.console.json.enabled", "false"));
        all.putAll(settings);
        Replica service = new Replica("walk-" + name, all);
        try {
            service.awaitReady();
            Specification contract = Specification.committed();
            var generator = new RequestGenerator(contract, preparation.apply(service), tokens());
            var random = new SplittableRandom(SEED);
            List<Request> requests = new ArrayList<>(generator.eachCaseOnce());
            Collections.shuffle(requests, new Random(SEED));
            while (requests.size() < REQUESTS) {
                requests.add(generator.any(random));
            }
            requests = requests.subList(0, REQUESTS);
            Map<String, Queue<String>> faults = ask(service, requests, new AnswerCheck(contract));
            System.out.printf(
                    "Walk over the contract, %s: %d requests of seed %d, %d kinds of faults%n",
                    name, REQUESTS, SEED, faults.size());
            Path report = Path.of("target", "walk-" + name + ".txt");
            Files.write(
                    report,
                    faults.entrySet().stream()
                            .map(fault ->
                                    fault.getKey() + " (" + fault.getValue().size() + " times)\n    "
                                            + fault.getValue().element())
                            .toList());
            assertThat(faults.keySet()).as("%s has an example of each", report).isEmpty();
        } finally {
            service.stop();
        }
    }

    /** Returns the faults, each with requests that show it. */
    private static Map<String, Queue<String>> ask(Replica service, List<Request> requests, AnswerCheck check)
            throws Exception {
        Map<String, Queue<String>> faults = new ConcurrentHashMap<>();
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> walkers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                walkers.add(threads.submit(() -> {
                    try (HttpConnection connection = new HttpConnection(service.port())) {
                        for (int n = next.getAndIncrement(); n < requests.size(); n = next.getAndIncrement()) {
                            Request request = requests.get(n);
                            for (String fault : faults(connection, request, check)) {
                                faults.computeIfAbsent(
                                                kind(request) + " " + fault, kind -> new ConcurrentLinkedQueue<>())
                                        .add(request.reason() + ": " + request.curl("http://localhost:8080"));
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> walker : walkers) {
                walker.get();
            }
        }
        return new TreeMap<>(faults);
    }

    private static String kind(Request request) {
        return request.operation() == null
                ? request.method() + " of no path of the contract"
                : request.operation().toString();
    }

    private static List<String> faults(HttpConnection connection, Request request, AnswerCheck check) {
        try {
            return check.faults(request, connection.send(request));
        } catch (IOException ended) {
            return List.of("is not answered: " + ended.getMessage());
        }
    }

    private static Map<String, String> institution(String id) {
        var settings = new HashMap<>(EmbeddedDatabase.settings(EmbeddedDatabase.create()));
        settings.putAll(issuer);
        settings.put("campus.institution-id", id);
        settings.put("figshare.token", "one-that-the-sandbox-takes");
        return settings;
    }

    private static Map<String, List<String>> known(List<String> deposits) {
        return Map.ofEntries(
                Map.entry("/v1/items/", List.of("2000007", "2000003", "123456", "999999999")),
                Map.entry("/v1/items/{id}/files/", List.of("3000725", "1")),
                Map.entry("/v1/items/{id}/versions/", List.of("1", "99")),
                Map.entry("/v1/dois/", List.of("10.99999/westmark.2000003", "10.5555/nobody", "10.1000/a;b(c)")),
                Map.entry("/v1/people/", List.of("0009-0099-0042-0018", "1000106", "nobody")),
                Map.entry("/v1/departments/", List.of("BIO", "4201", "BIO-SEA", "NONE")),
                Map.entry("/v1/collections/", List.of("2100001", "1")),
                Map.entry("/v1/projects/", List.of("2200001", "1")),
                Map.entry("/resourcesync/resourcelist-", List.of("2000001")),
                Map.entry("/v1/deposits/", deposits),
                Map.entry("/v1/deposits/{id}/files/", List.of("data.csv", "data;v1.csv", "nothing")),
                Map.entry("/v1/deposits/{id}/private-links/", List.of("1", "nothing")),
                Map.entry("depositor", List.of(MAREN, "nobody@westmark.example")),
                // Without long polling.
                Map.entry("wait", List.of("0")),
                Map.entry("reason", List.of("no%20longer%20wanted")));
    }

    private static List<String> tokens() {
        return List.of(
                bearer("campus", "deposit:any"),
                "",
                "Bearer garbage",
                "Bearer",
                bearer(MAREN, "deposit:self"),
                bearer("office", "deposit:department:BIO"),
                bearer("cris", "deposit:read"),
                bearer("visitor", "visitor"));
    }

    /** A lifetime that suffices for a long walk. */
    private static String bearer(String campusId, String role) {
        JwtClaims claims = ISSUER.claims(campusId, role);
        claims.setExpirationTimeMinutesInTheFuture(120);
        return "Bearer " + ISSUER.sign(claims);
    }

    private static List<String> deposits(Replica service, int count) {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String id = anybody()
                    .header("Idempotency-Key", "walk-" + n)
                    .contentType("application/json")
                    .body("{\"depositor\": \"" + MAREN + "\", \"metadata\": {\"title\": \"Walk " + n + "\"}}")
                    .post(service.url("/v1/deposits"))
                    .path("id");
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static RequestSpecification anybody() {
        return RestAssured.given().auth().oauth2(ISSUER.token("campus", "deposit:any"));
    }
}
