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
 * The one way to Figshare's own OAI-PMH (FACTS section 6), for the formats that only it can write. It is at the API's
 * host, and keeps its pace and its pauses; where it fails, it fails alone.
 */
@Singleton
public class FigshareOai {

    /** A record is some kilobytes; METS with thousands of files a megabyte. */
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int CONNECTIONS = 4;

    private final GuardedHost figshare;
    private final @Nullable String url;
    private final String userAgent;
    private final HttpClient http;

    FigshareOai(FigshareConfig config, FigshareApi api, FigshareHeaders headers, Vertx vertx, MeterRegistry metrics) {
        Pace pace = api.pace();
        this.figshare = new GuardedHost("oai", config, vertx, pace, pace::pause, metrics);
        this.url = config.oaiUrl().orElse(null);
        this.userAgent = headers.userAgent();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Whether it is configured. */
    public boolean isConfigured() {
        return url != null;
    }

    /**
     * The answer to GetRecord, as Figshare writes it and nobody has looked at it yet.
     *
     * @return fails with {@link FigshareFailure} for whatever Figshare did, and within the deadline
     */
    public Uni<Buffer> getRecord(long article, String prefix, CallPriority lane) {
        String record =
                url + "?verb=GetRecord&metadataPrefix=" + prefix + "&identifier=oai:figshare.com:article/" + article;
        return figshare.read(
                lane, () -> Uni.createFrom().completionStage(() -> get(record).toCompletionStage()));
    }

    private Future<Buffer> get(String address) {
        return http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(address)
                        .setFollowRedirects(false)
                        .putHeader(HttpHeaders.USER_AGENT, userAgent))
                .compose(request -> request.send()
                        .compose(FigshareOai::body)
                        // Of a connection that something went wrong with, nothing more is wanted.
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
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(read))
                .handler(more -> {
                    if (read.length() + more.length() > LONGEST_ANSWER) {
                        whole.tryFail(new IOException("The answer is too long"));
                    } else {
                        read.appendBuffer(more);
                    }
                });
        return whole.future();
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 404, 410 -> Kind.NOT_FOUND;
            case 429 -> Kind.THROTTLED;
            default -> status >= 500 ? Kind.BROKEN : Kind.BLOCKED;
        };
    }
}
