package io.campusfigshare.figshare;

import io.campusfigshare.figshare.FigshareFailure.Kind;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.figshare.guard.GuardedHost;
import io.campusfigshare.figshare.guard.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The only access to Figshare's own OAI-PMH (FACTS section 6), for the formats that only Figshare provides. It is on
 * the API's host and therefore shares the API's pace and pauses, but has circuit breakers of its own.
 */
@Singleton
public class FigshareOai {

    /** A record has some kilobytes; METS with thousands of files has about a megabyte. */
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int MAX_CONNECTIONS = 4;

    private final GuardedHost host;
    private final @Nullable String url;
    private final String userAgent;
    private final HttpClient http;

    FigshareOai(FigshareConfig config, FigshareApi api, FigshareHeaders headers, Vertx vertx, MeterRegistry metrics) {
        Pace pace = api.pace();
        this.host = new GuardedHost("oai", config, vertx, pace, pace::pause, metrics);
        this.url = config.oaiUrl().orElse(null);
        this.userAgent = headers.userAgent();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    /** Returns whether {@code figshare.oai-url} is set. */
    public boolean isConfigured() {
        return url != null;
    }

    /**
     * Returns Figshare's answer to GetRecord, unchecked.
     *
     * @return fails with {@link FigshareFailure}, at the deadline at the latest
     */
    public Uni<Buffer> getRecord(long article, String prefix, CallPriority priority) {
        String record =
                url + "?verb=GetRecord&metadataPrefix=" + prefix + "&identifier=oai:figshare.com:article/" + article;
        return host.read(
                priority,
                () -> Uni.createFrom().completionStage(() -> get(record).toCompletionStage()));
    }

    private Future<Buffer> get(String address) {
        return http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(address)
                        .setFollowRedirects(false)
                        .putHeader(HttpHeaders.USER_AGENT, userAgent))
                .compose(request -> request.send()
                        .compose(FigshareOai::body)
                        // Do not reuse a connection after a failure.
                        .onFailure(failed -> request.reset()));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.exceptionHandler(ended -> {});
            return Future.failedFuture(FigshareFailure.answered(
                    kind(response.statusCode()),
                    FigshareAnswers.retryAfter(response.getHeader(HttpHeaders.RETRY_AFTER)),
                    null));
        }
        Promise<Buffer> body = Promise.promise();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(body::tryFail)
                .endHandler(end -> body.tryComplete(read))
                .handler(chunk -> {
                    if (read.length() + chunk.length() > MAX_ANSWER_BYTES) {
                        body.tryFail(new IOException("The answer is too long"));
                    } else {
                        read.appendBuffer(chunk);
                    }
                });
        return body.future();
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 404, 410 -> Kind.NOT_FOUND;
            case 429 -> Kind.THROTTLED;
            default -> status >= 500 ? Kind.BROKEN : Kind.BLOCKED;
        };
    }
}
