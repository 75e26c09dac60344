package io.campusfigshare.deposit.file;

import io.campusfigshare.deposit.DepositConfig;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.upload.Upload;
import io.campusfigshare.figshare.upload.Upload.Part;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of one file on their way to Figshare's upload host, part by part. A part lies in the spool until Figshare has
 * it, so that it can be sent again without the rest; several are under way at once.
 */
public final class FileUpload {

    static final ProblemType ABORTED = new ProblemType("upload-aborted", 502, "Figshare has given up the upload");
    private static final ProblemType LOCKED =
            new ProblemType("part-locked", 503, "Figshare thinks that somebody else is sending the file");

    private static final ProblemType MISSING =
            new ProblemType("parts-missing", 502, "Figshare does not have all of the file");

    private static final int MOST_TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration WHILE_LOCKED = Duration.ofSeconds(1);

    /** A connection that was lost half-way may keep a part locked for as long as Figshare waits for the rest. */
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(2);

    /** A connection that nothing comes in on is closed after a minute: while Figshare is slow, some is taken all the same. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);

    private static final int SIP = 1024 * 1024;

    private final UploadHost host;
    private final Spool spool;
    private final ExecutorService threads;
    private final String address;
    private final DeclaredFile file;
    private final Digests digests;
    private final List<Part> parts;
    private final long largestSpooled;
    private final Semaphore room;
    private final AtomicLong sent;
    private final List<CompletableFuture<Void>> underWay = new ArrayList<>();

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
        this.largestSpooled = config.largestSpooledPart().asLongValue();
        this.room = new Semaphore(config.partsAtOnce());
        this.sent = new AtomicLong(
                parts.stream().filter(Part::complete).mapToLong(Part::size).sum());
    }

    /** How many bytes have gone to Figshare. */
    public long sent() {
        return sent.get();
    }

    /** Takes the whole body in; what Figshare has of it already is only summed. */
    public void feed(InputStream body) {
        for (Part part : parts) {
            if (part.complete()) {
                digests.pass(body, part.size(), (bytes, length) -> {});
            } else if (part.size() > largestSpooled) {
                passOn(part, body);
            } else {
                send(part, body);
            }
        }
    }

    /** Waits for the parts that are under way, and makes sure that Figshare has them all. */
    public void finish() {
        join();
        Upload now = host.upload(address, file.size());
        if (now.status() == Upload.Status.ABORTED) {
            throw aborted();
        }
        if (!now.parts().stream().allMatch(Part::complete)) {
            throw new Problem(MISSING, "Send the same request again.");
        }
    }

    private void join() {
        try {
            CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException why ? why : failed;
        }
    }

    /** Waits for them, whatever becomes of them: what broke the rest off is known already. */
    public void settle() {
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                .handle((done, failed) -> null)
                .join();
    }

    private void send(Part part, InputStream body) {
        Spool.Lying bytes = spool.file();
        boolean handedOver = false;
        try {
            long taken = 0;
            while (!hasRoom()) {
                long sip = Math.min(SIP, part.size() - taken);
                digests.pass(body, sip, bytes::add);
                taken += sip;
            }
            try {
                digests.pass(body, part.size() - taken, bytes::add);
                underWay.removeIf(sending -> sending.isDone() && !sending.isCompletedExceptionally());
                underWay.add(CompletableFuture.runAsync(() -> arrive(part, bytes), threads)
                        .whenComplete((done, failed) -> {
                            bytes.close();
                            room.release();
                        }));
                handedOver = true;
            } finally {
                if (!handedOver) {
                    room.release();
                }
            }
        } finally {
            if (!handedOver) {
                bytes.close();
            }
        }
    }

    /** A part that is too large to lie anywhere goes straight through: a second try of it takes a second request. */
    private void passOn(Part part, InputStream body) {
        host.send(address, part, length -> {
            Buffer block = Buffer.buffer(length);
            digests.pass(body, length, (bytes, read) -> block.appendBytes(bytes, 0, read));
            sent.addAndGet(length);
            return block;
        });
    }

    private boolean hasRoom() {
        boolean entered;
        try {
            entered = room.tryAcquire(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while sending a file", stopping);
        }
        if (underWay.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
            if (entered) {
                room.release();
            }
            settle();
            join(); // Fails with what went wrong first.
        }
        return entered;
    }

    /** Before a part is sent once more, Figshare is asked whether it has arrived after all. */
    private void arrive(Part part, Spool.Lying bytes) {
        long locked = System.nanoTime() + LONGEST_LOCK.toNanos();
        for (int tries = 1; ; tries++) {
            AtomicLong counted = new AtomicLong();
            try {
                if (tries > 1) {
                    Part now = look(part);
                    while (now.locked() && !now.complete() && System.nanoTime() < locked) {
                        Pause.of(WHILE_LOCKED);
                        now = look(part);
                    }
                    if (now.complete()) {
                        sent.addAndGet(part.size());
                        return;
                    }
                    if (now.locked()) {
                        throw new Problem(
                                LOCKED, "Send the same request again in a while.", Duration.ofSeconds(60), null);
                    }
                }
                host.send(address, part, counting(bytes.bytes(), counted));
                return;
            } catch (FigshareFailure failed) {
                sent.addAndGet(-counted.get());
                if (tries == MOST_TRIES || failed.kind() == FigshareFailure.Kind.NOT_FOUND) {
                    throw failed;
                }
                Pause.of(backoff(tries, failed));
            }
        }
    }

    private UploadHost.Bytes counting(UploadHost.Bytes bytes, AtomicLong counted) {
        return length -> {
            counted.addAndGet(length);
            sent.addAndGet(length);
            return bytes.next(length);
        };
    }

    private Part look(Part part) {
        Upload now = host.upload(address, file.size());
        if (now.status() == Upload.Status.ABORTED) {
            throw aborted();
        }
        return now.parts().stream()
                .filter(candidate -> candidate.number() == part.number())
                .findFirst()
                .orElseThrow(() -> FigshareFailure.garbled(null));
    }

    static Problem aborted() {
        return new Problem(ABORTED, "Send the file again: it begins anew.");
    }

    private static Duration backoff(int tries, FigshareFailure failed) {
        long bound = FIRST_PAUSE.toMillis() << tries;
        Duration jitter =
                Duration.ofMillis(bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1));
        Duration asked = failed.retryAfter();
        boolean theirs = failed.kind() == FigshareFailure.Kind.THROTTLED || failed.wasNotSent();
        Duration pause = theirs && asked != null && asked.compareTo(jitter) > 0 ? asked : jitter;
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
