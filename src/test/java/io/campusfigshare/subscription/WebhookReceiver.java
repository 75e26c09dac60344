package io.campusfigshare.subscription;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A receiver of webhooks on a free port of the loopback interface, which answers as a test wants. */
public final class WebhookReceiver implements AutoCloseable {

    /** How a receiver answers. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(HttpExchange exchange, Request request) throws IOException, InterruptedException;
    }

    /** A request that came in. */
    public record Request(HttpHeaders headers, String body) {
        public JsonObject event() {
            return new JsonObject(body);
        }

        public String header(String name) {
            return headers.firstValue(name).orElseThrow();
        }

        public void verify(String secret) throws EmptyWebhookSecretException, WebhookVerificationException {
            new Webhook(secret).verify(body, headers);
        }
    }

    private final String scheme;
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = (exchange, request) -> status(exchange, 204);

    public WebhookReceiver() throws IOException {
        this(null);
    }

    WebhookReceiver(@Nullable SSLContext tls) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            scheme = "http";
            server = HttpServer.create(address, 0);
        } else {
            scheme = "https";
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secure;
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return url("127.0.0.1");
    }

    String url(String host) {
        return scheme + "://" + host + ":" + server.getAddress().getPort() + "/hook?from=campus";
    }

    public WebhookReceiver answering(Behaviour wanted) {
        behaviour = wanted;
        return this;
    }

    WebhookReceiver answering(int status) {
        return answering((exchange, request) -> status(exchange, status));
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<Request> requestsAbout(long item) {
        return requests.stream()
                .filter(request -> request.event().getString("subject").equals(Long.toString(item)))
                .toList();
    }

    public static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void handle(HttpExchange exchange) {
        try {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var request = new Request(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body);
            requests.add(request);
            behaviour.answer(exchange, request);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
