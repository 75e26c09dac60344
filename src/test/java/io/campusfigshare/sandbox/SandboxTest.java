package io.campusfigshare.sandbox;

import io.campusfigshare.SandboxControl;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests that call a running sandbox over HTTP. */
abstract class SandboxTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    static volatile Instant now = Instant.EPOCH;
    static String base = "";
    static SandboxControl control = new SandboxControl(base);
    private static @Nullable SandboxServer server;

    @BeforeAll
    static void start() throws Exception {
        SandboxServer started = new SandboxServer(VERTX, () -> now, "http://127.0.0.1:1/token");
        server = started;
        int port = started.listen(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        base = "http://127.0.0.1:" + port;
        control = new SandboxControl(base);
    }

    @AfterAll
    static void stop() throws Exception {
        Objects.requireNonNull(server)
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void resetSandbox() {
        now = Instant.parse("2026-11-01T12:00:00Z");
        control.reset();
    }

    static HttpResponse<byte[]> send(String method, String path, String body, String... headers) throws IOException {
        return send(method, path, BodyPublishers.ofString(body), headers);
    }

    static HttpResponse<byte[]> send(String method, String path, byte[] bytes, int start, int end) throws IOException {
        return send(method, path, BodyPublishers.ofByteArray(bytes, start, end - start));
    }

    private static HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
                .method(method, body)
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    static HttpResponse<byte[]> get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    static JsonObject object(String path, String... headers) throws IOException {
        return new JsonObject(text(get(path, headers)));
    }

    static JsonArray array(String path, String... headers) throws IOException {
        return new JsonArray(text(get(path, headers)));
    }

    static HttpResponse<byte[]> search(JsonObject query) throws IOException {
        return send("POST", "/v2/articles/search", query.encode());
    }

    static List<Long> found(String searchFor) throws IOException {
        JsonObject query =
                new JsonObject().put("search_for", searchFor).put("limit", 1000).put("order_direction", "asc");
        return ids(new JsonArray(text(search(query))));
    }

    static List<Long> ids(JsonArray entries) {
        return IntStream.range(0, entries.size())
                .mapToObj(entries::getJsonObject)
                .map(entry -> entry.getLong("id"))
                .toList();
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
