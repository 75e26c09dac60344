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

/** Sums the bytes of a file as they pass: always by MD5, which Figshare tells too, and by SHA-256 where that was announced. */
public final class Digests {

    /** Where bytes go that have been summed. */
    @FunctionalInterface
    public interface Sink {
        void take(byte[] bytes, int length);
    }

    private static final ProblemType MISMATCH =
            new ProblemType("digest-mismatch", 422, "The file is not what was announced");
    private static final int BLOCK = 128 * 1024;

    private final byte[] block = new byte[BLOCK];
    private final MessageDigest md5 = digest("MD5");
    private final @Nullable MessageDigest sha256;

    public Digests(@Nullable String sha256) {
        this.sha256 = sha256 == null ? null : digest("SHA-256");
    }

    /** Passes so many of the next bytes on. */
    public void pass(InputStream body, long length, Sink sink) {
        for (long left = length; left > 0; ) {
            int passed = pass(body, (int) Math.min(BLOCK, left), sink);
            if (passed == 0) {
                throw StreamedBody.cut(null);
            }
            left -= passed;
        }
    }

    /** Passes all bytes on, and tells how many there were. */
    public long passAll(InputStream body, Sink sink) {
        long all = 0;
        int passed;
        do {
            passed = pass(body, BLOCK, sink);
            all += passed;
        } while (passed > 0);
        return all;
    }

    private int pass(InputStream body, int length, Sink sink) {
        int read;
        try {
            read = body.readNBytes(block, 0, length);
        } catch (IOException gone) {
            throw StreamedBody.cut(gone);
        }
        md5.update(block, 0, read);
        if (sha256 != null) {
            sha256.update(block, 0, read);
        }
        sink.take(block, read);
        return read;
    }

    /** Of all bytes that have passed, hexadecimal. */
    public String md5() {
        return HexFormat.of().formatHex(md5.digest());
    }

    /**
     * All bytes have passed: were they those that were announced?
     *
     * @return their MD5, hexadecimal; fails with 422 where they were not
     */
    public String verified(DeclaredFile announced) {
        String sum = md5();
        boolean same = announced.md5() == null || announced.md5().equals(sum);
        if (sha256 != null) {
            same &= HexFormat.of().formatHex(sha256.digest()).equals(announced.sha256());
        }
        if (!same) {
            throw new Problem(MISMATCH, "Its bytes do not have the digest that came with them.");
        }
        return sum;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java has " + algorithm, absent);
        }
    }
}
