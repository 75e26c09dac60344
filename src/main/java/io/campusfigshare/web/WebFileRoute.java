package io.campusfigshare.web;

import io.campusfigshare.httpcache.Negotiation;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves each file under a name that stays, for five minutes, and under a name with its digest, for a day and for pages
 * that check its integrity.
 */
@Singleton
class WebFileRoute {

    private final WebFileVersions versions;

    WebFileRoute(WebFileVersions versions) {
        this.versions = versions;
    }

    void register(@Observes Router router) {
        for (WebFile file : WebFile.values()) {
            router.routeWithRegex(file.path().replace(".", "(-[0-9a-f]{12})?\\."))
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .blockingHandler(context -> serve(context, file), false);
        }
    }

    private void serve(RoutingContext context, WebFile file) {
        String path = context.normalizedPath();
        if (path.equals(file.path())) {
            answer(context, file, file.content(), false);
        } else if (path.equals(file.pathWithDigest())) {
            versions.keep();
            answer(context, file, file.content(), true);
        } else {
            versions.find(path)
                    .map(found -> found.orElseThrow(WebFileRoute::noSuchVersion))
                    .subscribe()
                    .with(content -> answer(context, file, content, true), failure -> refuse(context, failure));
        }
    }

    private static Problem noSuchVersion() {
        return new Problem(
                ProblemType.NOT_FOUND, "No version of the file has this digest: / shows the name of the current one.");
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        if (failure instanceof Problem problem) {
            Problems.answer(context, problem);
        } else {
            context.fail(failure);
        }
    }

    private static void answer(RoutingContext context, WebFile file, WebFile.Content content, boolean named) {
        boolean gzip = Negotiation.gzip(context.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
        Buffer body = gzip ? content.gzip() : content.plain();
        HttpServerResponse response = context.response()
                .putHeader(
                        HttpHeaders.CACHE_CONTROL, named ? "public, max-age=86400, immutable" : "public, max-age=300")
                .putHeader(HttpHeaders.VARY, "Accept-Encoding, Origin");
        context.etag('"' + content.digest() + (gzip ? "-gz\"" : "\""));
        if (context.isFresh()) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type);
        if (gzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }
}
