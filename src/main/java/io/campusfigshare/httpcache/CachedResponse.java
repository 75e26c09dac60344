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

/** One kept answer as one request gets it: the encoding it accepts, or 304 when it has the bytes already. */
record CachedResponse(
        CacheEntry entry, EncodedBody variant, boolean notModified, CharSequence age, CharSequence cacheStatus) {

    private static final ProblemType CHANGED = new ProblemType("precondition-failed", 412, "The answer has changed");

    static final CharSequence IF_UNMODIFIED_SINCE = HttpHeaders.createOptimized("If-Unmodified-Since");

    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");

    /** Origin, because the framework's cross-origin headers name it. */
    private static final CharSequence VARY = HttpHeaders.createOptimized("Accept, Accept-Encoding, Origin");

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

    static CachedResponse to(HttpServerRequest request, CacheEntry entry, CharSequence age, CharSequence cacheStatus) {
        var headers = request.headers();
        EncodedBody variant = entry.variant(Negotiation.gzip(headers.get(HttpHeaders.ACCEPT_ENCODING)));
        return new CachedResponse(
                entry, variant, entry.status == 200 && has(headers, entry, variant), age, cacheStatus);
    }

    /** By the tags where there are any, else by the date (RFC 9110, section 13.2.2). */
    private static boolean has(MultiMap headers, CacheEntry entry, EncodedBody variant) {
        if (headers.contains(HttpHeaders.IF_NONE_MATCH)) {
            return Negotiation.matches(headers.getAll(HttpHeaders.IF_NONE_MATCH), variant.etag());
        }
        if (entry.modified == null || !headers.contains(HttpHeaders.IF_MODIFIED_SINCE)) {
            return false;
        }
        Instant since = Negotiation.modifiedSince(headers.getAll(HttpHeaders.IF_MODIFIED_SINCE));
        return since != null && !entry.modified.isAfter(since);
    }

    /** Without the framework in between: the hot path. */
    void write(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        headers(response.headers()::set);
        response.setStatusCode(status());
        if (notModified) {
            response.end();
        } else if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, variant.length()).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, variant.length()).end(variant.body());
        }
    }

    /**
     * Through the framework.
     *
     * @return fails with 412 where If-Match names other bytes than these (RFC 9110, section 13.1.1), or, without it,
     *     where they are newer than If-Unmodified-Since (section 13.1.4)
     */
    RestResponse<Buffer> response(HttpServerRequest request) {
        var ifMatch = request.headers().getAll(HttpHeaders.IF_MATCH);
        if (!ifMatch.isEmpty() && !Negotiation.matchesStrongly(ifMatch, variant.etag())) {
            throw new Problem(CHANGED, "What If-Match names is not current: read it again without If-Match.");
        }
        Instant since = Negotiation.date(request.headers().getAll(IF_UNMODIFIED_SINCE));
        if (ifMatch.isEmpty() && since != null && entry.modified != null && entry.modified.isAfter(since)) {
            throw new Problem(CHANGED, "It is newer than If-Unmodified-Since: read it again without.");
        }
        var answer = RestResponse.ResponseBuilder.<Buffer>create(RestResponse.Status.fromStatusCode(status()));
        headers((name, value) -> answer.header(name.toString(), value.toString()));
        if (request.method().equals(HttpMethod.HEAD)) {
            answer.header("Content-Length", variant.length().toString());
        } else if (!notModified && variant.body().length() > 0) {
            answer.entity(variant.body());
        }
        return answer.build();
    }

    private int status() {
        return notModified ? 304 : entry.status;
    }

    private void headers(BiConsumer<? super CharSequence, ? super CharSequence> out) {
        out.accept(HttpHeaders.CACHE_CONTROL, entry.cacheControl());
        out.accept(HttpHeaders.VARY, VARY);
        out.accept(AGE, age);
        out.accept(CACHE_STATUS, cacheStatus);
        if (entry.status == 200) {
            out.accept(HttpHeaders.ETAG, variant.etagHeader());
        }
        if (notModified) {
            return;
        }
        if (entry.lastModified != null) {
            out.accept(HttpHeaders.LAST_MODIFIED, entry.lastModified);
        }
        if (entry.contentType != null) {
            out.accept(HttpHeaders.CONTENT_TYPE, entry.contentType);
        }
        if (variant.gzip()) {
            out.accept(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        entry.headers.forEach(out);
    }
}
