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
import org.jspecify.annotations.Nullable;

/** The files in {@code src/main/web} that browsers load. */
enum WebFile {
    /** The web components. */
    COMPONENTS("campus.js", "text/javascript;charset=UTF-8"),
    HOME_SCRIPT("home.js", "text/javascript;charset=UTF-8"),
    HOME_STYLE("home.css", "text/css;charset=UTF-8"),
    ICON("favicon.ico", "image/x-icon");

    /**
     * What a file has.
     *
     * @param digest    the first twelve hexadecimal digits of its SHA-256
     * @param integrity its hash for Subresource Integrity
     */
    record Content(Buffer plain, Buffer gzip, String digest, String integrity) {

        static Content of(byte[] bytes) {
            var compressed = new ByteArrayOutputStream(bytes.length / 3);
            try (var gzip = new GZIPOutputStream(compressed)) {
                gzip.write(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return new Content(
                    Buffer.buffer(bytes),
                    Buffer.buffer(compressed.toByteArray()),
                    HexFormat.of().formatHex(hash("SHA-256", bytes), 0, 6),
                    "sha384-" + Base64.getEncoder().encodeToString(hash("SHA-384", bytes)));
        }
    }

    private final String file;
    final String type;
    private volatile @Nullable Content content;

    WebFile(String file, String type) {
        this.file = file;
        this.type = type;
    }

    /** Returns the content, read when it is first needed: a start need not. */
    Content content() {
        Content known = content;
        if (known == null) {
            known = read();
            content = known;
        }
        return known;
    }

    /** Returns the path whose content changes with the service. */
    String path() {
        return this == ICON ? "/" + file : "/embed/" + file;
    }

    /** Returns the path whose content never changes. */
    String pathWithDigest() {
        return path().replaceFirst("(?=\\.\\w+$)", "-" + content().digest());
    }

    private Content read() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            return Content.of(in.readAllBytes());
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
