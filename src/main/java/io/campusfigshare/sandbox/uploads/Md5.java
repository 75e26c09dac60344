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

        private final MessageDigest more;
        private final long start;
        private long length;

        private Part(MessageDigest more, long start) {
            this.more = more;
            this.start = start;
        }

        void add(Buffer bytes) {
            more.update(bytes.getBytes());
            length += bytes.length();
        }

        void keep() {
            if (start == summed) {
                digest = more;
                summed = start + length;
            }
        }
    }

    private MessageDigest digest = digest();
    private long summed;

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    Optional<Part> from(long start) {
        return start == summed ? Optional.of(new Part(copy(digest), start)) : Optional.empty();
    }

    void giveUpFrom(long start) {
        if (start < summed) {
            summed = -1;
        }
    }

    String sumOf(long size) {
        return summed == size ? HexFormat.of().formatHex(copy(digest).digest()) : "";
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("MD5 can be copied", e);
        }
    }
}
