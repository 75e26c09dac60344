package io.campusfigshare.deposit.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.campusfigshare.problem.Problems;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Completes the upload of a file and checks whether Figshare has stored the bytes that were sent (FACTS 1.3). */
final class FileVerification {

    static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    static final int MAX_ATTEMPTS = 5;

    private static final ProblemType CORRUPT = new ProblemType("file-corrupt", 502, "Figshare has different bytes");
    private static final ProblemType GONE = new ProblemType("file-gone", 409, "The file is no longer at Figshare");

    private final ItemFiles files;
    private final FileLease lease;

    FileVerification(ItemFiles files, FileLease lease) {
        this.files = files;
        this.lease = lease;
    }

    private Optional<ObjectNode> findRecord() {
        return files.find(lease.file().requireNumber());
    }

    /** Tells Figshare that all bytes have been sent. Safe to repeat. */
    void complete() {
        for (int attempt = 1; ; attempt++) {
            try {
                files.complete(lease.file().requireNumber());
                lease.completionAnswered();
                return;
            } catch (FigshareFailure failure) {
                // Figshare refuses a second completion.
                Optional<ObjectNode> record = findRecord();
                if (record.isPresent()
                        && !record.get().path("status").asText("created").equals("created")) {
                    lease.completionAnswered();
                    return;
                }
                if (attempt == MAX_ATTEMPTS || (failure.retryAfter() == null && !failure.mayHaveTakenEffect())) {
                    throw failure;
                }
                Pause.of(POLL_INTERVAL.multipliedBy(1L << attempt));
            }
        }
    }

    /** Polls until Figshare has verified the file or the timeout ends. A background job checks it afterwards. */
    void await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Duration interval = POLL_INTERVAL;
        while (lease.file().state() == FileState.PROCESSING && !check()) {
            if (System.nanoTime() + interval.toNanos() > deadline) {
                return;
            }
            Pause.of(interval);
            interval = interval.multipliedBy(2);
        }
    }

    /** Reads the status of the file once. Returns whether the file has become available or has failed. */
    boolean check() {
        Optional<ObjectNode> record = findRecord();
        String status = record.map(f -> f.path("status").asText("")).orElse("deleted");
        String computed = record.map(f -> f.path("computed_md5").asText("")).orElse("");
        boolean same = computed.equalsIgnoreCase(lease.file().declared().md5());
        if (status.equals("ic_failure") || (!computed.isEmpty() && !same)) {
            fail(corrupt());
        } else if (status.equals("deleted")) {
            fail(gone());
        } else if (status.equals("available") && same) {
            markAvailable();
        } else {
            if (status.equals("created")) {
                complete();
            }
            return false;
        }
        return true;
    }

    /** Deletes the files that this one replaces, and sets it to AVAILABLE. */
    void markAvailable() {
        files.delete(Set.copyOf(lease.file().replaces()));
        lease.finish(FileState.AVAILABLE, null);
    }

    private void fail(Problem problem) {
        lease.finish(FileState.FAILED, Problems.toJson(problem));
    }

    /** Returns the problem with which a file has failed. */
    static Problem failureOf(StoredFile file) {
        return GONE.uri().equals(new JsonObject(Objects.requireNonNull(file.problem())).getString("type"))
                ? gone()
                : corrupt();
    }

    private static Problem corrupt() {
        return new Problem(CORRUPT, "The bytes were damaged during the upload. Send the file again.");
    }

    private static Problem gone() {
        return new Problem(
                GONE, "Somebody has deleted the file or its deposit. Send the file again, or delete it here.");
    }
}
