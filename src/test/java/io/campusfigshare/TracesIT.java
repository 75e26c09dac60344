package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.campusfigshare.sandbox.RunningSandbox;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the traces that the packaged service exports: each call to Figshare, and no confidential data. */
class TracesIT {

    private static final String PERSON = "moakhurst@westmark.example";
    private static final String ACCOUNT = "1495601";

    private static final Issuer ISSUER = new Issuer();
    private static final ConcurrentLinkedQueue<byte[]> COLLECTED = new ConcurrentLinkedQueue<>();

    private static HttpServer collector;
    private static RunningSandbox figshare;
    private static Replica service;

    @BeforeAll
    static void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", TracesIT::collect);
        collector.start();
        figshare = RunningSandbox.start();
        Map<String, String> settings = new HashMap<>(ISSUER.start());
        settings.putAll(figshare.settings());
        settings.putAll(Map.of(
                "figshare.token", "one-that-the-sandbox-takes",
                "campus.institution-id", "42",
                "quarkus.log.console.json.enabled", "false"));
        settings.putAll(EmbeddedDatabase.settings(EmbeddedDatabase.create()));
        settings.putAll(Map.of(
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + collector.getAddress().getPort(),
                "quarkus.otel.bsp.schedule.delay", "200ms"));
        service = new Replica("traces", settings);
        service.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        service.stop();
        figshare.close();
        collector.stop(0);
        ISSUER.stop();
    }

    @Test
    void tracesShowEachCallOfADepositAndNoPersonalData() {
        String deposit = await("somebody to deposit for")
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(this::created, id -> id != null);
        asked().body(new byte[100_000])
                .contentType("application/octet-stream")
                .put(service.url("/v1/deposits/" + deposit + "/files/tides.bin"))
                .then()
                .statusCode(201);
        asked().get(service.url("/v1/deposits?depositor=" + PERSON)).then().statusCode(200);
        service.get("/v1/people/" + PERSON);

        await("all spans").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Map<String, List<String>> traces = traces();
            assertThat(traces.values())
                    .anySatisfy(creating -> assertThat(creating)
                            .contains("POST /v1/deposits", "figshare create", "POST /account/articles"))
                    .anySatisfy(sending -> assertThat(sending)
                            .contains("PUT /v1/deposits/{id}/files/{name}", "GET upload", "PUT part"))
                    .anySatisfy(listing -> assertThat(listing).contains("GET /v1/deposits", "GET /account/articles"))
                    .anySatisfy(reading -> assertThat(reading).contains("GET /v1/people/{person}"));
        });
        assertThat(COLLECTED)
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .anyMatch(text -> text.contains(deposit))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(
                                "impersonate",
                                ACCOUNT,
                                PERSON,
                                PERSON.replace("@", "%40"),
                                "/upload/",
                                "Bearer",
                                "eyJ"));
    }

    private String created() {
        return asked().header("Idempotency-Key", "traced")
                .contentType("application/json")
                .body("{\"depositor\": \"" + PERSON + "\", \"metadata\": {\"title\": \"Tides\"}}")
                .post(service.url("/v1/deposits"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static RequestSpecification asked() {
        return RestAssured.given().urlEncodingEnabled(false).auth().oauth2(ISSUER.token("campus", "deposit:any"));
    }

    private static void collect(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                        ? new GZIPInputStream(exchange.getRequestBody())
                        : exchange.getRequestBody()) {
            COLLECTED.add(body.readAllBytes());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** Returns the names of the spans by trace (opentelemetry/proto/trace/v1). */
    private static Map<String, List<String>> traces() {
        Map<String, List<String>> traces = new HashMap<>();
        COLLECTED.forEach(request -> fields(
                request,
                (one, resource) -> fields(resource, (two, scope) -> {
                    if (two == 2) {
                        fields(scope, (three, span) -> {
                            if (three == 2) {
                                Map<Integer, byte[]> fields = new HashMap<>();
                                fields(span, fields::put);
                                traces.computeIfAbsent(HexFormat.of().formatHex(fields.get(1)), id -> new ArrayList<>())
                                        .add(new String(fields.get(5), StandardCharsets.UTF_8));
                            }
                        });
                    }
                })));
        return traces;
    }

    /** Returns the length-delimited fields of a Protocol Buffers message. */
    private static void fields(byte[] message, BiConsumer<Integer, byte[]> field) {
        ByteBuffer left = ByteBuffer.wrap(message);
        while (left.hasRemaining()) {
            int tag = (int) varint(left);
            switch (tag & 7) {
                case 0 -> varint(left);
                case 1 -> left.getLong();
                case 2 -> {
                    byte[] value = new byte[(int) varint(left)];
                    left.get(value);
                    field.accept(tag >>> 3, value);
                }
                case 5 -> left.getInt();
                default -> throw new IllegalArgumentException("no such wire type");
            }
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 127) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
