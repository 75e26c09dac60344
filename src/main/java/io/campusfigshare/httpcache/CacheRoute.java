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
 * Answers what is kept on the event loop, before any resource is looked for; not where readers have to show who they are,
 * which is looked at on the way to a resource.
 */
@Singleton
class CacheRoute {

    /** After cross-origin handling (300), and before anybody looks for a token (200). */
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
        // These may have to be refused, which is not for the hot path.
        boolean bound = request.headers().contains(HttpHeaders.IF_MATCH)
                || request.headers().contains(CachedResponse.IF_UNMODIFIED_SINCE);
        if (reads && !bound) {
            CachedResponse kept = cache.kept(
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
