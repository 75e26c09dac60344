package io.campusfigshare.deposit.file;

import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.figshare.upload.Upload;
import io.campusfigshare.figshare.upload.Upload.Part;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the bytes of one file to Figshare's upload host, several parts in parallel. A part stays in the spool until
 * Figshare has it, so that it can be sent again.
 */
public final class FileUpload {

    private static final ProblemType MISSING =
            new ProblemType("parts-missing", 502, "Figshare does not have the whole file");

    /**
     * How long to wait for a free slot before the next block of the body is read. The client's connection would be
     * closed after a minute without reading.
     */
    private static final Duration SLOT_WAIT = Duration.ofSeconds(20);

    /** The bytes that are read while all slots are in use. */
    private static final int BLOCK_SIZE = 1024 * 1024;

    private final UploadHost host;
    private final Spool spool;
    private final ExecutorService threads;
    private final String address;
    private final DeclaredFile file;
    private final Digests digests;
    private final List<Part> parts;
    private final long maxSpooledPart;
    private final Semaphore slots;
    private final AtomicLong sent;
    private final List<CompletableFuture<Void>> running = new ArrayList<>();

    /**
     * @param address the URL of the upload
     * @param upload  its parts, and which of them Figshare has
     * @param digests computes the digests of the whole body
     */
    public FileUpload(
            UploadHost host,
            Spool spool,
            ExecutorService threads,
            DepositConfig config,
            String address,
            Upload upload,
            DeclaredFile file,
            Digests digests) {
        this.host = host;
        this.spool = spool;
        this.threads = threads;
        this.address = address;
        this.file = file;
        this.digests = digests;
        this.parts = upload.parts();
        this.maxSpooledPart = config.largestSpooledPart().asLongValue();
        this.slots = new Semaphore(config.partsAtOnce());
        this.sent = new AtomicLong(
                parts.stream().filter(Part::complete).mapToLong(Part::size).sum());
    }

    /** Returns how many bytes of the file Figshare has received. */
    public long sent() {
        return sent.get();
    }

    /** Reads the whole body and sends the parts that Figshare lacks. Bytes that Figshare has only enter the digests. */
    public void sendBody(InputStream body) {
        for (Part part : parts) {
            if (part.complete()) {
                digests.copy(body, part.size(), (bytes, length) -> {});
            } else if (part.size() > maxSpooledPart) {
                stream(part, body);
            } else {
                spoolAndSend(part, body);
            }
        }
    }

    /** Waits for all parts. Fails if one of them failed or Figshare lacks a part. */
    public void finish() {
        awaitParts();
        Upload current = host.upload(address, file.size());
        if (current.status() == Upload.Status.ABORTED) {
            throw PartUpload.aborted();
        }
        if (!current.parts().stream().allMatch(Part::complete)) {
            throw new Problem(MISSING, "Send the same request again.");
        }
    }

    private void awaitParts() {
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Waits until no part is being sent, and ignores their failures. For an upload that has failed already. */
    public void awaitQuietly() {
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .handle((done, failed) -> null)
                .join();
    }

    private void spoolAndSend(Part part, InputStream body) {
        Spool.SpooledBytes bytes = spool.create();
        boolean handedOver = false;
        try {
            long read = 0;
            while (!acquireSlot()) {
                long block = Math.min(BLOCK_SIZE, part.size() - read);
                digests.copy(body, block, bytes::write);
                read += block;
            }
            try {
                digests.copy(body, part.size() - read, bytes::write);
                running.removeIf(sending -> sending.isDone() && !sending.isCompletedExceptionally());
                var upload = new PartUpload(host, address, file.size(), part, sent);
                running.add(CompletableFuture.runAsync(() -> upload.send(bytes), threads)
                        .whenComplete((done, failed) -> {
                            bytes.close();
                            slots.release();
                        }));
                handedOver = true;
            } finally {
                if (!handedOver) {
                    slots.release();
                }
            }
        } finally {
            if (!handedOver) {
                bytes.close();
            }
        }
    }

    /**
     * Sends a part that is too large for the spool as it is read. The client has to repeat the request if that fails.
     */
    private void stream(Part part, InputStream body) {
        host.send(address, part, block -> {
            int length = block.remaining();
            digests.copy(body, length, (bytes, read) -> block.put(bytes, 0, read));
            sent.addAndGet(length);
        });
    }

    /** Waits for a free slot. Returns whether there was one within {@link #SLOT_WAIT}; fails if a part has failed. */
    private boolean acquireSlot() {
        boolean acquired;
        try {
            acquired = slots.tryAcquire(SLOT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while sending a file", e);
        }
        if (running.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
            if (acquired) {
                slots.release();
            }
            awaitQuietly();
            awaitParts(); // Throws the failure of that part.
        }
        return acquired;
    }
}
