package io.campusfigshare.httpcache;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.RestResponse;

/** One kept answer as one request gets it: the encoding it accepts, or 304 when it has the bytes already. */
record Reply(Entry entry, Variant variant, boolean notModified, CharSequence age, CharSequence cacheStatus) {

    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");

    /** Origin, because the framework's cross-origin headers name it. */
    private static final CharSequence VARY = HttpHeaders.createOptimized("Accept, Accept-Encoding, Origin");

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

    static Reply to(HttpServerRequest request, Entry entry, CharSequence age, CharSequence cacheStatus) {
        var headers = request.headers();
        Variant variant = entry.variant(Negotiation.gzip(headers.get(HttpHeaders.ACCEPT_ENCODING)));
        boolean has =
                entry.status == 200 && Negotiation.matches(headers.get(HttpHeaders.IF_NONE_MATCH), variant.etag());
        return new Reply(entry, variant, has, age, cacheStatus);
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

    RestResponse<Buffer> response(HttpServerRequest request) {
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
        if (entry.contentType != null) {
            out.accept(HttpHeaders.CONTENT_TYPE, entry.contentType);
        }
        if (variant.gzip()) {
            out.accept(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        entry.headers.forEach(out);
    }
}
