package io.campusfigshare.deposit.file;

import io.campusfigshare.deposit.body.StreamedBody;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Computes the digests of a file while its bytes are copied: always MD5, which Figshare returns too, and SHA-256 if it
 * was declared.
 */
public final class Digests {

    /** Receives the bytes that have entered the digests. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] bytes, int length);
    }

    private static final ProblemType MISMATCH =
            new ProblemType("digest-mismatch", 422, "The file does not match its digest");
    private static final int BLOCK_SIZE = 512 * 1024;

    private final byte[] block = new byte[BLOCK_SIZE];
    private final MessageDigest md5 = digest("MD5");
    private final @Nullable MessageDigest sha256;

    /** @param sha256 the declared digest, hexadecimal; null if none was declared */
    public Digests(@Nullable String sha256) {
        this.sha256 = sha256 == null ? null : digest("SHA-256");
    }

    /** Copies this number of bytes from the body to the sink. Fails with 400 if the body ends before. */
    public void copy(InputStream body, long length, Sink sink) {
        for (long left = length; left > 0; ) {
            int copied = copyBlock(body, (int) Math.min(BLOCK_SIZE, left), sink);
            if (copied == 0) {
                throw StreamedBody.incomplete(null);
            }
            left -= copied;
        }
    }

    /** Copies the whole body to the sink. Returns the number of bytes. */
    public long copyAll(InputStream body, Sink sink) {
        long total = 0;
        int copied;
        do {
            copied = copyBlock(body, BLOCK_SIZE, sink);
            total += copied;
        } while (copied > 0);
        return total;
    }

    private int copyBlock(InputStream body, int length, Sink sink) {
        int read;
        try {
            read = body.readNBytes(block, 0, length);
        } catch (IOException e) {
            throw StreamedBody.incomplete(e);
        }
        md5.update(block, 0, read);
        if (sha256 != null) {
            sha256.update(block, 0, read);
        }
        sink.write(block, read);
        return read;
    }

    /** Returns the MD5 digest of the copied bytes, hexadecimal. Resets it. */
    public String md5() {
        return HexFormat.of().formatHex(md5.digest());
    }

    /**
     * Compares the digests of the copied bytes with the declared ones. Fails with 422 if they differ.
     *
     * @return the MD5 digest, hexadecimal
     */
    public String verify(DeclaredFile declared) {
        String actual = md5();
        boolean same = declared.md5() == null || declared.md5().equals(actual);
        if (sha256 != null) {
            same &= HexFormat.of().formatHex(sha256.digest()).equals(declared.sha256());
        }
        if (!same) {
            throw new Problem(MISMATCH, "The bytes do not have the declared digest.");
        }
        return actual;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform supports " + algorithm, e);
        }
    }
}
