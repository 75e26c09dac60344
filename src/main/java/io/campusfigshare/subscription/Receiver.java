package io.campusfigshare.subscription;

import io.campusfigshare.subscription.Destinations.Destination;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to a receiver of webhooks, to the address that was checked. It follows no redirect, reads at most 16
 * kB of an answer, and takes no longer than {@code campus.webhooks.timeout}. The TLS configuration named {@code
 * webhooks}, if there is one, says which certificates are trusted.
 */
@Singleton
class Receiver {

    private static final int MAX_BODY = 16 * 1024;
    private static final int MAX_CONNECTIONS = 4;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int IDLE_SECONDS = 30;

    private final HttpClient client;
    private final long timeoutNanos;

    Receiver(Vertx vertx, WebhookConfig config, TlsConfigurationRegistry tls) throws Exception {
        this.timeoutNanos = config.timeout().toNanos();
        var options = new HttpClientOptions()
                .setConnectTimeout((int) config.timeout().toMillis())
                .setSslHandshakeTimeout(config.timeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setMaxHeaderSize(MAX_HEADERS)
                .setVerifyHost(true);
        TlsConfiguration trust = tls.get("webhooks").orElse(null);
        if (trust != null) {
            options.setTrustOptions(trust.getTrustStoreOptions());
        }
        this.client = vertx.createHttpClient(options);
    }

    /** No answer came; the message says why, without an address. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswer(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Sends the body and returns the status of the answer. Blocks.
     *
     * @throws CancellationException if the thread is interrupted
     */
    int post(Destination destination, Map<String, String> headers, Buffer body) throws NoAnswer {
        var exchange = new Exchange();
        var target = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(
                        destination.port(), destination.address().getHostAddress()))
                .setHost(destination.host())
                .setPort(destination.port())
                .setSsl(destination.isSecure())
                .setURI(path(destination))
                .setFollowRedirects(false);
        headers.forEach(target::putHeader);
        client.request(target)
                .compose(request -> exchange.send(request, body))
                .onFailure(exchange.status::completeExceptionally);
        long deadline = System.nanoTime() + timeoutNanos;
        try {
            int status = exchange.status.get(timeoutNanos, TimeUnit.NANOSECONDS);
            exchange.awaitEnd(deadline);
            return status;
        } catch (TimeoutException late) {
            throw new NoAnswer("no answer within " + TimeUnit.NANOSECONDS.toSeconds(timeoutNanos) + " s");
        } catch (ExecutionException failed) {
            throw new NoAnswer(reason(failed.getCause()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while waiting for a receiver");
        } finally {
            exchange.close();
        }
    }

    private static String path(Destination destination) {
        String path = destination.url().getRawPath();
        String query = destination.url().getRawQuery();
        return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    /** Names no address: that of a name in an internal network is nobody's business. */
    private static String reason(@Nullable Throwable failure) {
        return failure instanceof SSLException
                ? "the TLS connection failed: the certificate is not trusted or not for the host"
                : "the connection failed";
    }

    /** A request and its answer. */
    private static final class Exchange {
        final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();
        private final CompletableFuture<HttpClientRequest> request = new CompletableFuture<>();
        private int read;

        Future<Void> send(HttpClientRequest sent, Buffer body) {
            request.complete(sent);
            return sent.send(body).compose(answer -> {
                answer.handler(part -> count(part, sent))
                        .endHandler(ended -> end.complete(true))
                        .exceptionHandler(lost -> end.complete(false));
                status.complete(answer.statusCode());
                return Future.succeededFuture();
            });
        }

        private void count(Buffer part, HttpClientRequest sent) {
            read += part.length();
            if (read > MAX_BODY) {
                end.complete(false);
                sent.reset();
            }
        }

        /** Waits for the end of the answer, so that the connection can be used again. */
        void awaitEnd(long deadline) throws InterruptedException {
            try {
                end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException endless) {
                end.complete(false);
            }
        }

        /** Closes the connection unless the answer has ended, even if it is established only later. */
        void close() {
            if (!end.getNow(false)) {
                CompletableFuture<Void> _ = request.thenAccept(HttpClientRequest::reset);
            }
        }
    }
}
