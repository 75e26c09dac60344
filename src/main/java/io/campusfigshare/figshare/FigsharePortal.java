package io.campusfigshare.figshare;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The institution's portal, a website for people. The service only checks whether it offers ResourceSync. */
@Singleton
public class FigsharePortal {

    private static final int CONNECT_MILLIS = 5_000;

    private final @Nullable String url;
    private final FigshareConfig config;
    private final String userAgent;
    private final HttpClient http;

    FigsharePortal(FigshareConfig config, FigshareHeaders headers, Vertx vertx) {
        this.url = config.portalUrl().orElse(null);
        this.config = config;
        this.userAgent = headers.userAgent();
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
    }

    /** Whether the portal offers ResourceSync. Unknown if its firewall answered or there was no answer. */
    public enum Offer {
        YES,
        NO,
        UNKNOWN
    }

    /** Returns whether {@code figshare.portal-url} is set. */
    public boolean isConfigured() {
        return url != null;
    }

    /**
     * Checks whether the portal offers ResourceSync. Never fails. Reads only status and type, because no real answer is
     * known.
     */
    public Uni<Offer> offersResourceSync() {
        return Uni.createFrom()
                .completionStage(() -> request().toCompletionStage())
                .ifNoItem()
                .after(config.timeout())
                .recoverWithItem(Offer.UNKNOWN)
                .onFailure()
                .recoverWithItem(Offer.UNKNOWN);
    }

    private Future<Offer> request() {
        return http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(Objects.requireNonNull(url) + "/.well-known/resourcesync")
                        .setFollowRedirects(false)
                        .putHeader(HttpHeaders.USER_AGENT, userAgent))
                .compose(request -> request.send().map(response -> {
                    Offer offer = offer(response.exceptionHandler(ended -> {}));
                    request.reset();
                    return offer;
                }));
    }

    private static Offer offer(HttpClientResponse response) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        return switch (response.statusCode()) {
            // Many sites answer 200 with an HTML page for a missing document.
            case 200 -> type != null && type.contains("xml") ? Offer.YES : Offer.NO;
            case 404, 410 -> Offer.NO;
            default -> Offer.UNKNOWN;
        };
    }
}
