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

/**
 * The maximum size of request bodies: configured for files and forms of deposits, 1 MB for the rest of the secured door, 64 kB
 * otherwise.
 */
@Singleton
class BodyLimits {

    /**
     * After the filter for quarkus.http.limits.max-body-size, which is the same for all paths and so is set to the
     * maximum.
     */
    static final int PRIORITY = 1;

    private static final Pattern FILE = Pattern.compile(SecuredPaths.DEPOSITS + "/[^/]+/files/[^/]+");

    /** The bytes of an unread body up to which a connection is kept open after the response. */
    private static final long MAX_DRAINED = 64 * 1024;

    private static final long MAX_SECURED = 1024 * 1024;
    private static final long MAX_OTHER = 64 * 1024;

    private final long maxFile;
    private final long maxForm;

    BodyLimits(
            @ConfigProperty(name = "campus.deposits.max-file-size") MemorySize maxFile,
            @ConfigProperty(name = "campus.deposits.max-form-size") MemorySize maxForm) {
        this.maxFile = maxFile.asLongValue();
        this.maxForm = maxForm.asLongValue();
    }

    /** Returns whether Content-Length exceeds the limit. */
    boolean isTooLong(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length(length) > limit(request);
    }

    /** Returns whether the request uploads a file without Content-Length. */
    boolean lacksLength(HttpServerRequest request) {
        return isFile(request) && request.getHeader(HttpHeaders.CONTENT_LENGTH) == null;
    }

    /**
     * Returns whether Content-Type is malformed (RFC 9110, section 8.3.1); Quarkus would fail with 500. Removes it from
     * a GET or HEAD, whose body is not read.
     */
    static boolean hasMalformedType(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return false;
        }
        try {
            MediaType.valueOf(type);
            return false;
        } catch (IllegalArgumentException malformed) {
            boolean reads =
                    request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
            if (reads) {
                request.headers().remove(HttpHeaders.CONTENT_TYPE);
            }
            return !reads;
        }
    }

    /** Sets the limit for a body without Content-Length, which is refused once it is longer. */
    void limit(RoutingContext context) {
        context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit(context.request()));
        context.next();
    }

    /** Closes the connection if a response is sent while most of a long body is unread, instead of reading the rest. */
    static void closeIfUnread(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length(length) > MAX_DRAINED) {
            context.addHeadersEndHandler(sent -> {
                if (!request.isEnded() && length(length) - request.bytesRead() > MAX_DRAINED) {
                    close(context);
                }
            });
        }
    }

    /**
     * Closes the connection after the response. HTTP/2 has no such header; there, the stream ends (RFC 9113, section
     * 8.2.2).
     */
    static void close(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
    }

    private long limit(HttpServerRequest request) {
        if (isFile(request)) {
            return maxFile;
        }
        if (isForm(request)) {
            return maxForm;
        }
        return SecuredPaths.contains(request.path()) ? MAX_SECURED : MAX_OTHER;
    }

    private static boolean isFile(HttpServerRequest request) {
        return request.method().equals(HttpMethod.PUT)
                && FILE.matcher(path(request)).matches();
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return request.method().equals(HttpMethod.POST)
                && SecuredPaths.DEPOSITS.equals(request.path())
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** Returns the path; empty if the request target has none. */
    private static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private static long length(String header) {
        return !header.chars().allMatch(Character::isDigit)
                ? 0
                : header.length() > 18 ? Long.MAX_VALUE : Long.parseLong(header);
    }
}
