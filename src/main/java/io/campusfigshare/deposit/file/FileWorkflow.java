package io.campusfigshare.deposit.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.upload.Upload;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a file at Figshare: adding its record, opening its upload, completing and verifying it (FACTS 1.3).
 * Each step is stored before its call. So whoever continues the file after a crash finds its record instead of adding a
 * second one.
 */
public final class FileWorkflow {

    /** How long a request waits at most until Figshare has verified a file. */
    public static final Duration VERIFICATION_WAIT = Duration.ofSeconds(5);

    private static final Duration POLL_INTERVAL = FileVerification.POLL_INTERVAL;
    private static final int MAX_ATTEMPTS = FileVerification.MAX_ATTEMPTS;

    private final ItemFiles files;
    private final FileLease lease;
    private final UploadHost host;
    private final Duration settleTime;
    private final FileVerification verification;

    /** @param settleTime how long to wait after a call without an answer until its outcome is visible */
    public FileWorkflow(ItemFiles files, FileLease lease, UploadHost host, Duration settleTime) {
        this.files = files;
        this.lease = lease;
        this.host = host;
        this.settleTime = settleTime;
        this.verification = new FileVerification(files, lease);
    }

    public FileLease lease() {
        return lease;
    }

    private StoredFile stored() {
        return lease.file();
    }

    /**
     * Where to send the bytes.
     *
     * @param address the URL of the upload
     * @param upload  the parts and which of them Figshare has
     */
    public record Target(String address, Upload upload) {}

    /**
     * Returns the upload of the file. Adds the file first if Figshare does not have it. Returns null if Figshare has
     * all bytes.
     */
    public @Nullable Target openUpload() {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            boolean isNew = stored().number() == null;
            if (isNew) {
                add();
            }
            Optional<ObjectNode> record = findRecord(isNew);
            if (record.isPresent()) {
                String status = record.get().path("status").asText("created");
                String address = record.get().path("upload_url").asText("");
                if (!status.equals("created") && !status.equals("ic_failure")) {
                    return null;
                }
                Optional<Upload> upload = address.isEmpty() || !status.equals("created")
                        ? Optional.empty()
                        : findUpload(address, stored().size());
                if (upload.isPresent()) {
                    return new Target(address, upload.get());
                }
                files.delete(stored().requireNumber());
            }
            lease.restart();
        }
        throw PartUpload.aborted();
    }

    private Optional<Upload> findUpload(String address, long size) {
        try {
            return Optional.of(host.upload(address, size)).filter(upload -> upload.status() != Upload.Status.ABORTED);
        } catch (FigshareFailure failure) {
            if (failure.kind() == FigshareFailure.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Reads the file's record. Repeats that for a new record, which Figshare may not show yet. */
    private Optional<ObjectNode> findRecord(boolean isNew) {
        for (int attempt = 1; ; attempt++) {
            Optional<ObjectNode> record = files.find(stored().requireNumber());
            if (record.isPresent() || !isNew || attempt == MAX_ATTEMPTS) {
                return record;
            }
            Pause.of(POLL_INTERVAL.multipliedBy(attempt));
        }
    }

    /**
     * Adds the file to Figshare's record exactly once. Before it repeats a call with a lost answer, it searches for the
     * file.
     */
    public void add() {
        for (int attempt = 1; stored().number() == null; attempt++) {
            if (stored().callStarted() != null && recoverLostAdd()) {
                return;
            }
            DeclaredFile announced = stored().declared();
            lease.beginAdd(files.findReplaced(announced));
            try {
                lease.recordAdded(files.add(announced, lease::beginCall));
            } catch (FigshareFailure failure) {
                if (!failure.mayHaveTakenEffect()) {
                    lease.giveUp();
                    throw failure;
                }
                if (attempt == MAX_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    /**
     * Searches for the file of an add whose answer was lost: it has the name, and was not there before. Returns whether
     * Figshare has the file.
     */
    public boolean recoverLostAdd() {
        StoredFile file = stored();
        if (file.callStarted() != null) {
            Duration wait = Duration.between(Instant.now(), file.callStarted().plus(settleTime));
            if (wait.isPositive()) {
                Pause.of(wait);
            }
            files.recordLostAdd();
            Optional<Long> added = files.findNumbers(file.declared()).stream()
                    .filter(number -> !file.replaces().contains(number))
                    .findFirst();
            added.ifPresentOrElse(lease::recordAdded, lease::giveUp);
        }
        return stored().number() != null;
    }

    /** Replaces the file by another one of the same name. Keeps a complete file until the other one is available. */
    public void replace(DeclaredFile other) {
        recoverLostAdd();
        StoredFile old = stored();
        boolean complete = old.state() == FileState.AVAILABLE || old.state() == FileState.PROCESSING;
        if (!complete && old.number() != null) {
            files.delete(old.requireNumber());
        }
        lease.replaceWith(other);
    }

    /** Deletes the file at Figshare and here, as if it had never been sent. */
    public void discard() {
        files.delete(stored().requireNumber());
        lease.delete();
    }

    /** Completes the upload after all bytes have been sent. From here on a background job can finish the file. */
    public void completeUpload(String md5) {
        lease.allSent(md5, VERIFICATION_WAIT.plus(VERIFICATION_WAIT));
        verification.complete();
        awaitVerification(VERIFICATION_WAIT);
    }

    /** Waits until Figshare has verified the file or the timeout ends. A background job checks it afterwards. */
    public void awaitVerification(Duration timeout) {
        verification.await(timeout);
    }

    /** Reads the file's status once. Returns whether the file has become available or has failed. */
    public boolean checkVerification() {
        return verification.check();
    }

    /** Deletes the files that this one replaces, and sets it to AVAILABLE. */
    public void markAvailable() {
        verification.markAvailable();
    }

    /** Returns the problem with which a file has failed. */
    public static Problem failureOf(StoredFile file) {
        return FileVerification.failureOf(file);
    }

    /** Stores why the upload stopped. */
    public void recordStop(Problem problem) {
        lease.uploadStopped(Problems.toJson(problem));
    }
}
