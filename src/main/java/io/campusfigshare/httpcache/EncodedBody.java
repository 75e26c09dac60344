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

/** One encoding of a kept body, ready to be written: its bytes, their strong ETag (RFC 9110, section 8.8.3), their length. */
record EncodedBody(Buffer body, String etag, CharSequence etagHeader, CharSequence length, boolean gzip) {

    /** Below this, the gzip header and the Vary cost more than the compression saves. */
    private static final int WORTH_COMPRESSING = 512;

    static EncodedBody plain(byte[] bytes) {
        return of(bytes, digest(bytes), false);
    }

    /** The same bytes compressed, or null where that does not pay. Its ETag differs: it names other bytes. */
    static @Nullable EncodedBody gzip(byte[] bytes) {
        if (bytes.length < WORTH_COMPRESSING) {
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
