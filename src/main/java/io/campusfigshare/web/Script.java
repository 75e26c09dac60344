package io.campusfigshare.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * The script of the web components, {@code src/main/web/campus.js}.
 *
 * @param digest    the first twelve hexadecimal digits of the SHA-256 of the script
 * @param integrity the script's hash for Subresource Integrity
 */
record Script(Buffer plain, Buffer gzip, String digest, String integrity) {

    private static final String FILE = "web/campus.js";

    /** The script, read when it is first needed: a start need not. */
    private static final class Known {
        static final Script SCRIPT = read();
    }

    static Script get() {
        return Known.SCRIPT;
    }

    /** Returns the path whose content never changes. */
    String path() {
        return "/embed/campus-" + digest + ".js";
    }

    private static Script read() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new FileNotFoundException(FILE);
            }
            byte[] script = in.readAllBytes();
            var compressed = new ByteArrayOutputStream(script.length / 3);
            try (var gzip = new GZIPOutputStream(compressed)) {
                gzip.write(script);
            }
            return new Script(
                    Buffer.buffer(script),
                    Buffer.buffer(compressed.toByteArray()),
                    HexFormat.of().formatHex(hash("SHA-256", script), 0, 6),
                    "sha384-" + Base64.getEncoder().encodeToString(hash("SHA-384", script)));
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has " + algorithm, impossible);
        }
    }
}
