package io.campusfigshare.door;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody;
import io.campusfigshare.problem.Problems;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;

/** The first filter of every request: sets the request id and common headers, and refuses invalid requests. */
@Singleton
class RequestFilter {

    /** Before all other filters: every response has a request id. */
    static final int PRIORITY = 400;

    private static final int AFTER_CORS = PRIORITY - 2;

    /** In characters; lower than the limit of the server, which would refuse the request without a problem. */
    private static final int MAX_TARGET = 8_192;

    /** In characters; lower than the limit of the server, too. */
    private static final int MAX_HEADERS = 16_384;

    /** OAI-PMH has its own errors for malformed arguments. */
    private static final String OAI = "/oai";

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The value of Date (RFC 9110, section 6.6.1), created once a second. */
    private record CachedDate(long second, CharSequence date) {
        static CachedDate of(long second) {
            return new CachedDate(second, HttpHeaders.createOptimized(HTTP_DATE.format(Instant.ofEpochSecond(second))));
        }
    }

    private final BodyLimits bodies;
    private final boolean accessLog;
    private volatile CachedDate cachedDate = CachedDate.of(0);

    RequestFilter(BodyLimits bodies, @ConfigProperty(name = "quarkus.http.access-log.enabled") boolean accessLog) {
        this.bodies = bodies;
        this.accessLog = accessLog;
    }

    void register(@Observes Filters filters) {
        filters.register(this::start, PRIORITY);
        filters.register(this::checkLimits, AFTER_CORS);
        filters.register(bodies::limit, BodyLimits.PRIORITY);
    }

    private void start(RoutingContext context) {
        HttpServerRequest request = context.request();
        // A resource replaces this template. The path of a request that is refused before must not become a metric
        // label.
        Objects.requireNonNull(Vertx.currentContext()).putLocal("UrlPathTemplate", "/{other}");
        String id = RequestId.of(request.headers());
        MDC.put("requestId", id);
        context.response()
                .headers()
                .set(REQUEST_ID, id)
                .set(HttpHeaders.DATE, date())
                .set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        context.addHeadersEndHandler(sent -> Pages.addPolicy(context));
        BodyLimits.closeIfUnread(context);
        if (accessLog && request.path() != null) {
            context.put("path", SpanUrls.redact(request.path()));
        }
        if (request.version() == HttpVersion.HTTP_1_1
                && request.headers().getAll(HttpHeaders.HOST).size() != 1) {
            // RFC 9112, section 3.2: exactly one Host; another number is a sign of request smuggling.
            Problems.answer(context, Problems.of(400));
        } else {
            checkTarget(context, request);
        }
    }

    /** Refuses or rewrites paths and queries that are not in their canonical form, for all resources. */
    private static void checkTarget(RoutingContext context, HttpServerRequest request) {
        String path = request.path();
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            context.next(); // The router refuses a target without a path.
            return;
        }
        switch (RequestTarget.check(path, path.equals(OAI) ? null : request.query())) {
            case AS_SENT -> context.next();
            case REWRITTEN -> context.reroute(RequestTarget.canonical(path, request.query()));
            case NOT_CANONICAL -> Problems.answer(context, Problems.of(404));
            case MALFORMED -> Problems.answer(context, malformedTarget());
        }
    }

    /** Refuses requests that are too long, or lack required headers. */
    private void checkLimits(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > MAX_TARGET) {
            Problems.answer(context, Problems.of(414));
        } else if (size(request.headers()) > MAX_HEADERS) {
            Problems.answer(context, Problems.of(431));
        } else if (bodies.isTooLong(request)) {
            BodyLimits.close(context);
            Problems.answer(context, Problems.of(413));
        } else if (bodies.lacksLength(request)) {
            BodyLimits.close(context);
            Problems.answer(context, Problems.of(411));
        } else if (BodyLimits.hasMalformedType(request)) {
            BodyLimits.close(context);
            Problems.answer(context, Problems.of(415));
        } else {
            removeEmptyAccept(request.headers());
            context.next();
        }
    }

    private static Problem malformedTarget() {
        return new Problem(
                Problems.of(400).type(),
                "The URL is malformed: percent-encode all but visible ASCII characters as UTF-8 (RFC 3986);"
                        + " a path must not contain control characters.");
    }

    /**
     * Removes an Accept without information: an empty one, which Quarkus cannot parse (RFC 9110, section 12.5.1), and
     * one that lists problem+json only, which generated clients send for operations without a JSON response.
     */
    private static void removeEmptyAccept(MultiMap headers) {
        String accept = headers.get(HttpHeaders.ACCEPT);
        if (accept != null && (accept.isBlank() || accept.equals(ProblemBody.MEDIA_TYPE))) {
            headers.remove(HttpHeaders.ACCEPT);
        }
    }

    private CharSequence date() {
        long second = System.currentTimeMillis() / 1000;
        CachedDate current = cachedDate;
        if (current.second() != second) {
            current = CachedDate.of(second);
            cachedDate = current;
        }
        return current.date();
    }

    private static int size(MultiMap headers) {
        int size = 0;
        for (Map.Entry<String, String> header : headers) {
            size += header.getKey().length() + header.getValue().length() + 4;
        }
        return size;
    }
}
