package io.campusfigshare.httpcache;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of a response body, with the headers that depend on it: strong ETag (RFC 9110, section 8.8.3) and
 * length.
 */
record EncodedBody(Buffer body, String etag, CharSequence etagHeader, CharSequence length, boolean gzip) {

    /** In bytes; for shorter bodies, the overhead of gzip is larger than the gain. */
    private static final int MIN_COMPRESSED = 512;

    static EncodedBody plain(byte[] bytes) {
        return of(bytes, digest(bytes), false);
    }

    /** Returns the bytes compressed; null if that does not make them shorter. The ETag differs because the bytes do. */
    static @Nullable EncodedBody gzip(byte[] bytes) {
        if (bytes.length < MIN_COMPRESSED) {
            return null;
        }
        var out = new ByteArrayOutputStream(bytes.length / 3);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.size() < bytes.length ? of(out.toByteArray(), digest(bytes) + "-gz", true) : null;
    }

    private static EncodedBody of(byte[] bytes, String tag, boolean gzip) {
        String etag = '"' + tag + '"';
        return new EncodedBody(
                Buffer.buffer(bytes),
                etag,
                HttpHeaders.createOptimized(etag),
                HttpHeaders.createOptimized(Integer.toString(bytes.length)),
                gzip);
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
