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

/** The first to see a request. */
@Singleton
class RequestFilter {

    /** Before everything: whatever is answered carries a request id. */
    static final int PRIORITY = 400;

    private static final int AFTER_CROSS_ORIGIN = PRIORITY - 2;

    /** Below the server's own limits, which end the connection without a word: here they can be explained. */
    private static final int MAX_TARGET = 8_192;

    private static final int MAX_HEADERS = 16_384;

    /** OAI-PMH has errors of its own for arguments that cannot be read. */
    private static final String OAI = "/oai";

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** RFC 9110, section 6.6.1: an origin with a clock sends Date; written once a second. */
    private record Now(long second, CharSequence date) {
        static Now of(long second) {
            return new Now(second, HttpHeaders.createOptimized(HTTP_DATE.format(Instant.ofEpochSecond(second))));
        }
    }

    private final BodyLimits bodies;
    private final boolean accessLog;
    private volatile Now now = Now.of(0);

    RequestFilter(BodyLimits bodies, @ConfigProperty(name = "quarkus.http.access-log.enabled") boolean accessLog) {
        this.bodies = bodies;
        this.accessLog = accessLog;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, PRIORITY);
        filters.register(this::admit, AFTER_CROSS_ORIGIN);
        filters.register(bodies::limit, BodyLimits.PRIORITY);
    }

    private void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        // A resource puts its own here; what is refused before must not lend its path to a metric.
        Objects.requireNonNull(Vertx.currentContext()).putLocal("UrlPathTemplate", "/{other}");
        String id = RequestId.of(request.headers());
        MDC.put("requestId", id);
        context.response()
                .headers()
                .set(REQUEST_ID, id)
                .set(HttpHeaders.DATE, date())
                .set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        context.addHeadersEndHandler(sent -> Pages.protect(context));
        BodyLimits.hangUpEarly(context);
        if (accessLog && request.path() != null) {
            context.put("path", SpanUrls.hidden(request.path()));
        }
        if (request.version() == HttpVersion.HTTP_1_1
                && request.headers().getAll(HttpHeaders.HOST).size() != 1) {
            // RFC 9112, section 3.2: anything else is a sign that somebody tries to fool a proxy.
            Problems.answer(context, Problems.of(400));
        } else {
            pass(context, request);
        }
    }

    /** There is one way to write each path, and what it says is what is meant, for all resources at once. */
    private static void pass(RoutingContext context, HttpServerRequest request) {
        String path = request.path();
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            context.next(); // The router refuses what is no path.
            return;
        }
        switch (RequestTarget.read(path, path.equals(OAI) ? null : request.query())) {
            case AS_SENT -> context.next();
            case REWRITTEN -> context.reroute(RequestTarget.canonical(path, request.query()));
            case NOT_CANONICAL -> Problems.answer(context, Problems.of(404));
            case UNREADABLE -> Problems.answer(context, unreadable());
        }
    }

    /** What is too long, or lacks what it needs. */
    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > MAX_TARGET) {
            Problems.answer(context, Problems.of(414));
        } else if (size(request.headers()) > MAX_HEADERS) {
            Problems.answer(context, Problems.of(431));
        } else if (bodies.isTooLong(request)) {
            BodyLimits.leave(context);
            Problems.answer(context, Problems.of(413));
        } else if (bodies.lacksLength(request)) {
            BodyLimits.leave(context);
            Problems.answer(context, Problems.of(411));
        } else if (BodyLimits.hasNoType(request)) {
            BodyLimits.leave(context);
            Problems.answer(context, Problems.of(415));
        } else {
            forgetAcceptOfNothing(request.headers());
            context.next();
        }
    }

    private static Problem unreadable() {
        return new Problem(
                Problems.of(400).type(),
                "The URL cannot be read: all but visible ASCII characters goes into it as UTF-8 in percent-encoding"
                        + " (RFC 3986), and control characters into no path.");
    }

    /**
     * RFC 9110, section 12.5.1: an empty one says nothing of what is wanted, and the framework cannot read it. No more does
     * that of generated clients, who name the type of errors alone where an answer is no JSON.
     */
    private static void forgetAcceptOfNothing(MultiMap headers) {
        String accept = headers.get(HttpHeaders.ACCEPT);
        if (accept != null && (accept.isBlank() || accept.equals(ProblemBody.MEDIA_TYPE))) {
            headers.remove(HttpHeaders.ACCEPT);
        }
    }

    private CharSequence date() {
        long second = System.currentTimeMillis() / 1000;
        Now current = now;
        if (current.second() != second) {
            current = Now.of(second);
            now = current;
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
