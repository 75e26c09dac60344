package io.campusfigshare.deposit.file;

import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.upload.Upload;
import io.campusfigshare.figshare.upload.Upload.Part;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends one spooled part to the upload host, with retries.
 *
 * @param address  the URL of the upload
 * @param fileSize in bytes
 * @param part     the part to send
 * @param sent     counts the bytes of the file that were sent
 */
record PartUpload(UploadHost host, String address, long fileSize, Part part, AtomicLong sent) {

    private static final ProblemType ABORTED =
            new ProblemType("upload-aborted", 502, "Figshare has aborted the upload");
    private static final ProblemType LOCKED =
            new ProblemType("part-locked", 503, "Figshare has locked a part of the file");

    private static final int MAX_ATTEMPTS = 6;
    private static final Duration MIN_RETRY_DELAY = Duration.ofMillis(250);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(30);
    private static final Duration LOCK_POLL_INTERVAL = Duration.ofSeconds(1);

    /** After a lost connection, Figshare may keep a part locked until it stops waiting for the remaining bytes. */
    private static final Duration MAX_LOCK_WAIT = Duration.ofMinutes(2);

    /** Sends the part. Before each retry, checks whether the last attempt has arrived after all. */
    void send(Spool.SpooledBytes bytes) {
        long lockDeadline = System.nanoTime() + MAX_LOCK_WAIT.toNanos();
        for (int attempt = 1; ; attempt++) {
            AtomicLong counted = new AtomicLong();
            try {
                if (attempt > 1 && isComplete(lockDeadline)) {
                    sent.addAndGet(part.size());
                    return;
                }
                host.send(address, part, counting(bytes.bytes(), counted));
                return;
            } catch (FigshareFailure failure) {
                sent.addAndGet(-counted.get());
                if (attempt == MAX_ATTEMPTS || failure.kind() == FigshareFailure.Kind.NOT_FOUND) {
                    throw failure;
                }
                Pause.of(retryDelay(attempt, failure));
            }
        }
    }

    /** Returns whether Figshare has the part. Waits while the part is locked, and fails with 503 if it stays locked. */
    private boolean isComplete(long lockDeadline) {
        Part current = read();
        while (current.locked() && !current.complete() && System.nanoTime() < lockDeadline) {
            Pause.of(LOCK_POLL_INTERVAL);
            current = read();
        }
        if (!current.complete() && current.locked()) {
            throw new Problem(LOCKED, "Send the same request again later.", Duration.ofSeconds(60), null);
        }
        return current.complete();
    }

    private Part read() {
        Upload upload = host.upload(address, fileSize);
        if (upload.status() == Upload.Status.ABORTED) {
            throw aborted();
        }
        return upload.parts().stream()
                .filter(candidate -> candidate.number() == part.number())
                .findFirst()
                .orElseThrow(() -> FigshareFailure.garbled(null));
    }

    private UploadHost.Bytes counting(UploadHost.Bytes bytes, AtomicLong counted) {
        return block -> {
            counted.addAndGet(block.remaining());
            sent.addAndGet(block.remaining());
            bytes.read(block);
        };
    }

    static Problem aborted() {
        return new Problem(ABORTED, "Send the file again. The upload starts from the beginning.");
    }

    /**
     * Returns an exponential delay with jitter, or Figshare's Retry-After if that is longer and the call was throttled.
     */
    private static Duration retryDelay(int attempt, FigshareFailure failure) {
        long bound = MIN_RETRY_DELAY.toMillis() << attempt;
        Duration jitter =
                Duration.ofMillis(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
        Duration retryAfter = failure.retryAfter();
        boolean throttled = failure.kind() == FigshareFailure.Kind.THROTTLED || failure.wasNotSent();
        Duration delay = throttled && retryAfter != null && retryAfter.compareTo(jitter) > 0 ? retryAfter : jitter;
        return delay.compareTo(MAX_RETRY_DELAY) < 0 ? delay : MAX_RETRY_DELAY;
    }
}
