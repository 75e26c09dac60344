package io.campusfigshare.door;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Protects the HTML pages of the service with a Content-Security-Policy, and serves the page of the contract. Records
 * contain text of depositors: if a script in it ever got into a page, the policy would prevent it from running.
 */
@Singleton
class Pages {

    private static final String DOCS = "/docs";

    /** After the filters and the metrics of requests; before Quarkus's own page. */
    static final int ORDER = -1;

    private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");

    /** The policy of references, which contain style attributes. */
    private static final CharSequence TEXT_POLICY =
            HttpHeaders.createOptimized("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'");

    /** The policy of the contract page: its own files, requests to this service, and icons in styles. */
    private static final CharSequence DOCS_POLICY =
            HttpHeaders.createOptimized("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'");

    /** The policy of the page at {@code /}: its own files, and requests to this service. */
    private static final CharSequence HOME_POLICY =
            HttpHeaders.createOptimized("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    /** Replaces Quarkus's own page, whose inline scripts the policy forbids; its other files are used unchanged. */
    void register(@Observes Router router) {
        serve(router, "/", "index.html", "text/html;charset=UTF-8");
        serve(router, "/index.html", "index.html", "text/html;charset=UTF-8");
        serve(router, "/page.js", "page.js", "text/javascript;charset=UTF-8");
    }

    private static void serve(Router router, String path, String file, String type) {
        Buffer content = content(file);
        router.route(DOCS + path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(ORDER)
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, type)
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                        .end(content));
    }

    static Buffer content(String file) {
        String name = DOCS.substring(1) + "/" + file;
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** Sets the headers, when the response headers are about to be sent and the content type is known. */
    static void addPolicy(RoutingContext context) {
        MultiMap headers = context.response().headers();
        boolean docs = isDocs(context.request().path());
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (docs || (type != null && (type.startsWith("text/html") || type.startsWith("image/svg")))) {
            CharSequence policy =
                    docs ? DOCS_POLICY : "/".equals(context.request().path()) ? HOME_POLICY : TEXT_POLICY;
            headers.set(POLICY, policy).set(REFERRER_POLICY, NO_REFERRER);
        }
    }

    private static boolean isDocs(@Nullable String path) {
        return path != null
                && path.startsWith(DOCS)
                && (path.length() == DOCS.length() || path.charAt(DOCS.length()) == '/');
    }
}
