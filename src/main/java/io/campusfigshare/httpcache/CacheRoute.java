package io.campusfigshare.httpcache;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Answers what is kept on the event loop, before any resource is looked for. */
@Singleton
class CacheRoute {

    /** After authentication (200) and authorisation (100): a kept answer is for nobody who may not read it. */
    private static final int PRIORITY = 50;

    private final ResponseCache cache;

    CacheRoute(ResponseCache cache) {
        this.cache = cache;
    }

    void register(@Observes Filters filters) {
        filters.register(this::serve, PRIORITY);
    }

    private void serve(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        // If-Match may have to be refused, which is not for the hot path.
        if (reads && !request.headers().contains(HttpHeaders.IF_MATCH)) {
            Reply kept = cache.kept(
                    Negotiation.key(context.normalizedPath(), request.query()),
                    request,
                    entry -> suits(request.getHeader(HttpHeaders.ACCEPT), entry.contentType));
            if (kept != null) {
                kept.entry().origin.nameRequest();
                kept.write(request);
                return;
            }
        }
        context.next();
    }

    /** Only what needs no negotiation; a list with weights is for the resource to decide. */
    private static boolean suits(@Nullable String accept, @Nullable CharSequence contentType) {
        return accept == null || accept.equals("*/*") || (contentType != null && accept.contentEquals(contentType));
    }
}
