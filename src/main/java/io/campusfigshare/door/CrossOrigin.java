package io.campusfigshare.door;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * CORS (Fetch standard): pages of any origin may read public resources; pages of the origins in
 * {@code campus.deposits.origins} may also use the secured door. Quarkus's own CORS filter has one policy for all paths.
 */
@Singleton
class CrossOrigin {

    /**
     * After the path has been normalised, and before requests are refused: otherwise a page could not read the problem.
     */
    private static final int PRIORITY = RequestFilter.PRIORITY - 1;

    private static final int MAX_AGE = (int) Duration.ofDays(1).toSeconds();

    private static final ProblemType REFUSED =
            new ProblemType("origin-not-allowed", 403, "Pages of this origin may not use the secured door");

    private final Set<String> allowed;
    private final String own;
    private final CorsHandler publicCors = CorsHandler.create()
            .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD))
            .exposedHeaders(Set.of("ETag", "Link", "Age", "Cache-Status", "Catalogue", "Retry-After", "X-Request-Id"))
            .maxAgeSeconds(MAX_AGE);
    private final CorsHandler securedCors = CorsHandler.create()
            .allowedMethods(Set.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE))
            .allowedHeaders(Set.of(
                    "Authorization",
                    "Content-MD5",
                    "Content-Type",
                    "Idempotency-Key",
                    "If-Match",
                    "Prefer",
                    "Repr-Digest",
                    "X-Request-Id",
                    "traceparent",
                    "tracestate"))
            .exposedHeaders(Set.of(
                    "ETag",
                    "Location",
                    "Preference-Applied",
                    "RateLimit",
                    "RateLimit-Policy",
                    "Retry-After",
                    "WWW-Authenticate",
                    "X-Request-Id"))
            .maxAgeSeconds(MAX_AGE);

    CrossOrigin(@ConfigProperty(name = "campus.deposits.origins") Optional<List<String>> origins, CampusConfig campus) {
        this.allowed =
                origins.orElse(List.of()).stream().map(CrossOrigin::origin).collect(Collectors.toUnmodifiableSet());
        this.own = origin(campus.baseUrl());
        securedCors.addOrigins(List.copyOf(allowed));
    }

    void register(@Observes Filters filters) {
        filters.register(this::apply, PRIORITY);
    }

    private void apply(RoutingContext context) {
        if (!SecuredPaths.contains(context.request().path())) {
            publicCors.handle(context);
            return;
        }
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || isOwn(context.request(), origin)) {
            context.next();
        } else if (allowed.contains(origin)) {
            securedCors.handle(context);
        } else {
            Problems.answer(
                    context,
                    new Problem(REFUSED, "The operator of this service has to add it to campus.deposits.origins."));
        }
    }

    /**
     * Returns whether the origin is that of this service, by its base URL or by the target of this request, which a
     * proxy may change.
     */
    private boolean isOwn(HttpServerRequest request, String origin) {
        return origin.equals(own) || origin.equals(request.scheme() + "://" + request.authority());
    }

    /** Returns the origin of a URL as browsers send it: without path and default port (RFC 6454, section 6.2). */
    static String origin(String url) {
        return url.toLowerCase(Locale.ROOT)
                .replaceFirst("(?<=[^:/])/.*", "")
                .replaceFirst("^(https://.*):443$|^(http://.*):80$", "$1$2");
    }
}
