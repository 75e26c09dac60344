package io.campusfigshare.sandbox.uploads;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload of one file in parts, whose size the server determines. The bytes are in a temporary file that is unlinked
 * when it is opened, so it disappears with the process at the latest. If a test discards uploads, no bytes are stored.
 */
public final class Upload {

    private static final int MAX_PARTS = 10_000;
    private static final int BLOCK_BYTES = 64 * 1024;

    private final String token = UUID.randomUUID().toString();
    private final String name;
    private final long size;
    private final String md5;
    private final long partSize;
    private final int parts;
    private final boolean discarded;
    private final BitSet complete = new BitSet();
    private final BitSet locked = new BitSet();
    private final Md5 md5InOrder = new Md5();
    private @Nullable FileChannel channel;
    private boolean closed;
    private String status = "PENDING";

    Upload(String name, long size, String md5, long partSize, boolean discarded) {
        this.name = name;
        this.size = size;
        this.md5 = md5;
        this.partSize = Math.max(partSize, Math.ceilDiv(size, MAX_PARTS));
        // An empty file has no parts. This is unverified, like everything about empty files in Figshare.
        this.parts = (int) Math.ceilDiv(size, this.partSize);
        this.discarded = discarded;
    }

    public String token() {
        return token;
    }

    public long size() {
        return size;
    }

    boolean has(long part) {
        return part >= 1 && part <= parts;
    }

    /** Returns whether the upload is neither completed nor aborted. */
    public boolean isPending() {
        return status.equals("PENDING");
    }

    /** Returns whether all parts are complete. */
    public boolean isWhole() {
        return complete.cardinality() == parts;
    }

    void abort() {
        status = "ABORTED";
    }

    /** Marks the upload as completed. */
    public void complete() {
        status = "COMPLETED";
    }

    long startOffset(int part) {
        return (part - 1) * partSize;
    }

    long length(int part) {
        return Math.min(partSize, size - startOffset(part));
    }

    boolean isFree(int part) {
        return isPending() && !locked.get(part) && !complete.get(part);
    }

    boolean isLocked(int part) {
        return locked.get(part);
    }

    void lock(int part) {
        locked.set(part);
    }

    /** Unlocks a part and records whether it is complete. */
    void release(int part, boolean whole) {
        locked.clear(part);
        complete.set(part, whole);
    }

    void reset(int part) {
        complete.clear(part);
        md5InOrder.invalidateFrom(startOffset(part));
    }

    boolean discards() {
        return discarded;
    }

    Md5 md5InOrder() {
        return md5InOrder;
    }

    /** Writes bytes at an offset of the file. Blocks. */
    void write(byte[] bytes, long at) {
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                open().write(left, at + left.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the MD5 of the file, or an empty string if it is unknown. Blocks. */
    public String md5Sum() {
        if (discarded || size == 0) {
            return md5InOrder.digestOf(size);
        }
        try {
            MessageDigest digest = Md5.digest();
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            for (long at = 0; at < size; at += block.limit()) {
                block.clear();
                if (open().read(block, at) < 0) {
                    return "";
                }
                digest.update(block.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the stored bytes. */
    public synchronized void close() {
        closed = true;
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    // Synchronized, because worker threads write several parts concurrently.
    private synchronized FileChannel open() throws IOException {
        if (closed) {
            throw new IOException("The upload has ended");
        }
        FileChannel open = channel;
        if (open == null) {
            Path path = Files.createTempFile("sandbox-upload", "");
            open = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            channel = open;
        }
        return open;
    }

    JsonObject json(boolean allLocked) {
        JsonArray list = new JsonArray();
        for (int part = 1; part <= parts; part++) {
            list.add(json(part, allLocked));
        }
        return new JsonObject()
                .put("token", token)
                .put("name", name)
                .put("size", size)
                .put("md5", md5)
                .put("status", status)
                .put("parts", list);
    }

    JsonObject json(int part, boolean allLocked) {
        boolean done = complete.get(part);
        return new JsonObject()
                .put("partNo", part)
                .put("startOffset", startOffset(part))
                .put("endOffset", startOffset(part) + length(part) - 1)
                .put("status", done ? "COMPLETE" : "PENDING")
                .put("locked", locked.get(part) || (allLocked && !done));
    }
}
