package io.campusfigshare.door;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long a body may be: files and forms of deposits as long as configured, deposits 1 MB, all others as good as nothing. */
@Singleton
class BodyLimits {

    /** After the server's own limit, which is the same for all paths and allows everything. */
    static final int PRIORITY = 1;

    private static final String DEPOSITS = "/v1/deposits";
    private static final Pattern DEPOSIT = Pattern.compile("/v1/deposits(/.*)?");
    private static final Pattern FILE = Pattern.compile("/v1/deposits/[^/]+/files/[^/]+");
    private static final long WAITED_FOR = 64 * 1024;
    private static final long OF_A_DEPOSIT = 1024 * 1024;
    private static final long OF_ALL_OTHERS = 64 * 1024;

    private final long file;
    private final long form;

    BodyLimits(
            @ConfigProperty(name = "campus.deposits.max-file-size") MemorySize file,
            @ConfigProperty(name = "campus.deposits.max-form-size") MemorySize form) {
        this.file = file.asLongValue();
        this.form = form.asLongValue();
    }

    /** As announced; for files it must be. */
    boolean isTooLong(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length(length) > longest(request);
    }

    boolean lacksLength(HttpServerRequest request) {
        return isFile(request) && request.getHeader(HttpHeaders.CONTENT_LENGTH) == null;
    }

    /** RFC 9110, section 8.3.1: what its sender calls it is no media type, and the framework would fail of it. */
    static boolean hasNoType(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return false;
        }
        try {
            MediaType.valueOf(type);
            return false;
        } catch (IllegalArgumentException none) {
            boolean reads =
                    request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
            if (reads) {
                // Of a body that nobody looks at.
                request.headers().remove(HttpHeaders.CONTENT_TYPE);
            }
            return !reads;
        }
    }

    /** One whose length was not announced is cut off once it is longer. */
    void limit(RoutingContext context) {
        context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, longest(context.request()));
        context.next();
    }

    /** The rest of a long one that is answered before its end is not waited for: the connection ends with the answer. */
    static void hangUpEarly(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length(length) > WAITED_FOR) {
            context.addHeadersEndHandler(answered -> {
                if (!request.isEnded() && length(length) - request.bytesRead() > WAITED_FOR) {
                    leave(context);
                }
            });
        }
    }

    /** The connection ends with the answer. HTTP/2 knows no such header: there a stream ends (RFC 9113, section 8.2.2). */
    static void leave(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
    }

    private long longest(HttpServerRequest request) {
        if (isFile(request)) {
            return file;
        }
        if (isForm(request)) {
            return form;
        }
        return DEPOSIT.matcher(path(request)).matches() ? OF_A_DEPOSIT : OF_ALL_OTHERS;
    }

    private static boolean isFile(HttpServerRequest request) {
        return request.method().equals(HttpMethod.PUT)
                && FILE.matcher(path(request)).matches();
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return request.method().equals(HttpMethod.POST)
                && DEPOSITS.equals(path(request))
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** None for what is no path at all. */
    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private static long length(String announced) {
        return !announced.chars().allMatch(Character::isDigit)
                ? 0
                : announced.length() > 18 ? Long.MAX_VALUE : Long.parseLong(announced);
    }
}
