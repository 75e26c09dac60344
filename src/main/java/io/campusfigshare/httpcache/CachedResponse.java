package io.campusfigshare.httpcache;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.RestResponse;

/** A cached response for one request: in an encoding that the client accepts, or as 304 if the client has the bytes. */
record CachedResponse(
        CacheEntry entry, EncodedBody body, boolean notModified, CharSequence age, CharSequence cacheStatus) {

    private static final ProblemType CHANGED = new ProblemType("precondition-failed", 412, "The response has changed");

    static final CharSequence IF_UNMODIFIED_SINCE = HttpHeaders.createOptimized("If-Unmodified-Since");

    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");

    /** Origin, because the CORS headers depend on it. */
    private static final CharSequence VARY = HttpHeaders.createOptimized("Accept, Accept-Encoding, Origin");

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

    static CachedResponse of(HttpServerRequest request, CacheEntry entry, CharSequence age, CharSequence cacheStatus) {
        var headers = request.headers();
        EncodedBody body = entry.body(Negotiation.gzip(headers.get(HttpHeaders.ACCEPT_ENCODING)));
        return new CachedResponse(
                entry, body, entry.status == 200 && clientHas(headers, entry, body), age, cacheStatus);
    }

    /** Evaluates If-None-Match, or, without it, If-Modified-Since (RFC 9110, section 13.2.2). */
    private static boolean clientHas(MultiMap headers, CacheEntry entry, EncodedBody body) {
        if (headers.contains(HttpHeaders.IF_NONE_MATCH)) {
            return Negotiation.matches(headers.getAll(HttpHeaders.IF_NONE_MATCH), body.etag());
        }
        if (entry.modified == null || !headers.contains(HttpHeaders.IF_MODIFIED_SINCE)) {
            return false;
        }
        Instant since = Negotiation.modifiedSince(headers.getAll(HttpHeaders.IF_MODIFIED_SINCE));
        return since != null && !entry.modified.isAfter(since);
    }

    /** Writes the response directly, without Quarkus REST: the hot path. */
    void write(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        headers(response.headers()::set);
        response.setStatusCode(status());
        if (notModified) {
            response.end();
        } else if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, body.length()).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, body.length()).end(body.body());
        }
    }

    /**
     * Returns the response for Quarkus REST. Throws a 412 if If-Match lists only other ETags (RFC 9110, section
     * 13.1.1), or, without If-Match, if the response was modified after If-Unmodified-Since (section 13.1.4).
     */
    RestResponse<Buffer> response(HttpServerRequest request) {
        var ifMatch = request.headers().getAll(HttpHeaders.IF_MATCH);
        if (!ifMatch.isEmpty() && !Negotiation.matchesStrongly(ifMatch, body.etag())) {
            throw new Problem(CHANGED, "If-Match does not list the current ETag: repeat the request without If-Match.");
        }
        Instant since = Negotiation.date(request.headers().getAll(IF_UNMODIFIED_SINCE));
        if (ifMatch.isEmpty() && since != null && entry.modified != null && entry.modified.isAfter(since)) {
            throw new Problem(
                    CHANGED, "The response was modified after If-Unmodified-Since: repeat the request without it.");
        }
        var response = RestResponse.ResponseBuilder.<Buffer>create(RestResponse.Status.fromStatusCode(status()));
        headers((name, value) -> response.header(name.toString(), value.toString()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.header("Content-Length", body.length().toString());
        } else if (!notModified && body.body().length() > 0) {
            response.entity(body.body());
        }
        return response.build();
    }

    private int status() {
        return notModified ? 304 : entry.status;
    }

    private void headers(BiConsumer<? super CharSequence, ? super CharSequence> set) {
        set.accept(HttpHeaders.CACHE_CONTROL, entry.cacheControl());
        set.accept(HttpHeaders.VARY, VARY);
        set.accept(AGE, age);
        set.accept(CACHE_STATUS, cacheStatus);
        if (entry.status == 200) {
            set.accept(HttpHeaders.ETAG, body.etagHeader());
        }
        if (notModified) {
            return;
        }
        if (entry.lastModified != null) {
            set.accept(HttpHeaders.LAST_MODIFIED, entry.lastModified);
        }
        if (entry.contentType != null) {
            set.accept(HttpHeaders.CONTENT_TYPE, entry.contentType);
        }
        if (body.gzip()) {
            set.accept(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        entry.headers.forEach(set);
    }
}
