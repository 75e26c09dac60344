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
import org.jspecify.annotations.Nullable;

/**
 * What pages of other origins may do (Fetch standard, CORS protocol): read what is public, all of them; use the secured
 * door, those in {@code campus.deposits.origins}. The framework has one policy for all paths.
 */
@Singleton
class CrossOrigin {

    /** Once the path is known, and before the request is refused: else a page could not read why. */
    private static final int PRIORITY = RequestFilter.PRIORITY - 1;

    private static final String DEPOSITS = "/v1/deposits";
    private static final int MAX_AGE = (int) Duration.ofDays(1).toSeconds();

    private static final ProblemType REFUSED =
            new ProblemType("origin-not-allowed", 403, "Pages of this origin may not deposit");

    private final Set<String> allowed;
    private final String own;
    private final CorsHandler ofAll = CorsHandler.create()
            .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD))
            .exposedHeaders(Set.of("ETag", "Link", "Age", "Cache-Status", "Catalogue", "Retry-After", "X-Request-Id"))
            .maxAgeSeconds(MAX_AGE);
    private final CorsHandler ofDepositors = CorsHandler.create()
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
        ofDepositors.addOrigins(List.copyOf(allowed));
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext context) {
        if (!isOfDeposits(context.request().path())) {
            ofAll.handle(context);
            return;
        }
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || isOwn(context.request(), origin)) {
            context.next();
        } else if (allowed.contains(origin)) {
            ofDepositors.handle(context);
        } else {
            Problems.answer(
                    context, new Problem(REFUSED, "Who runs this service has to add it to campus.deposits.origins."));
        }
    }

    private static boolean isOfDeposits(@Nullable String path) {
        return path != null && (path.equals(DEPOSITS) || path.startsWith(DEPOSITS + "/"));
    }

    /** By the address that callers use, or the one that this request was sent to: a proxy may have changed it. */
    private boolean isOwn(HttpServerRequest request, String origin) {
        return origin.equals(own) || origin.equals(request.scheme() + "://" + request.authority());
    }

    /** As browsers send it (RFC 6454, section 6.2): without a path, and without the port that the scheme has anyway. */
    static String origin(String url) {
        return url.toLowerCase(Locale.ROOT)
                .replaceFirst("(?<=[^:/])/.*", "")
                .replaceFirst("^(https://.*):443$|^(http://.*):80$", "$1$2");
    }
}
