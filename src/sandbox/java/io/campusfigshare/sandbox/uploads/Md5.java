package io.campusfigshare.sandbox.uploads;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The MD5 of a file whose parts arrive in order. There is no MD5 for a file whose parts arrive in another order. */
final class Md5 {

    /** A part that continues the digest. It counts only once it is committed. */
    final class Part {

        private final MessageDigest updated;
        private final long start;
        private long length;

        private Part(MessageDigest updated, long start) {
            this.updated = updated;
            this.start = start;
        }

        void add(Buffer bytes) {
            updated.update(bytes.getBytes());
            length += bytes.length();
        }

        void commit() {
            if (start == digestedBytes) {
                digest = updated;
                digestedBytes = start + length;
            }
        }
    }

    private MessageDigest digest = digest();
    private long digestedBytes;

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    /** Returns the next part, or empty if it does not start where the digest ends. */
    Optional<Part> continueAt(long start) {
        return start == digestedBytes ? Optional.of(new Part(copy(digest), start)) : Optional.empty();
    }

    /** Abandons the digest if it includes bytes from this offset on. */
    void invalidateFrom(long start) {
        if (start < digestedBytes) {
            digestedBytes = -1;
        }
    }

    /** Returns the MD5 in hexadecimal, or an empty string if not all bytes have been digested. */
    String digestOf(long size) {
        return digestedBytes == size ? HexFormat.of().formatHex(copy(digest).digest()) : "";
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("MD5 can be copied", e);
        }
    }
}
