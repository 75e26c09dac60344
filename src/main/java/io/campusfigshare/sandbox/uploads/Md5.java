package io.campusfigshare.sandbox.uploads;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The sum of a file that comes in order, part by part; one that does not is not summed at all. */
final class Md5 {

    /** A part that continues what has been summed so far, and counts only once it is whole. */
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

    Optional<Part> continueAt(long start) {
        return start == digestedBytes ? Optional.of(new Part(copy(digest), start)) : Optional.empty();
    }

    void invalidateFrom(long start) {
        if (start < digestedBytes) {
            digestedBytes = -1;
        }
    }

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
