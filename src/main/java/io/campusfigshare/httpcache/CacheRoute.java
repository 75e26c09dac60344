package io.campusfigshare.httpcache;

import io.campusfigshare.CampusConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Serves cached responses on the event loop, before routing to a resource. It is inactive if reading requires
 * authentication, which happens later, on the way to the resource.
 */
@Singleton
class CacheRoute {

    /** After CORS (300) and before authentication (200). */
    private static final int PRIORITY = 250;

    private final ResponseCache cache;
    private final CampusConfig campus;

    CacheRoute(ResponseCache cache, CampusConfig campus) {
        this.cache = cache;
        this.campus = campus;
    }

    void register(@Observes Filters filters) {
        if (campus.readAccess() == CampusConfig.ReadAccess.ANONYMOUS) {
            filters.register(this::serve, PRIORITY);
        }
    }

    private void serve(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        // The resource handles preconditions that can lead to 412.
        boolean preconditions = request.headers().contains(HttpHeaders.IF_MATCH)
                || request.headers().contains(CachedResponse.IF_UNMODIFIED_SINCE);
        if (reads && !preconditions) {
            CachedResponse cached = cache.cached(
                    Negotiation.key(context.normalizedPath(), request.query()),
                    request,
                    entry -> isAccepted(request.getHeader(HttpHeaders.ACCEPT), entry.contentType));
            if (cached != null) {
                cached.entry().origin.nameRequest();
                cached.write(request);
                return;
            }
        }
        context.next();
    }

    /**
     * Returns whether Accept needs no negotiation and allows the media type; the resource negotiates all other values.
     */
    private static boolean isAccepted(@Nullable String accept, @Nullable CharSequence contentType) {
        return accept == null || accept.equals("*/*") || (contentType != null && accept.contentEquals(contentType));
    }
}
