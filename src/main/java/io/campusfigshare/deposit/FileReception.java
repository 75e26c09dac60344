package io.campusfigshare.deposit;

import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.file.Digests;
import io.campusfigshare.deposit.file.FileUpload;
import io.campusfigshare.deposit.file.FileWorkflow;
import io.campusfigshare.deposit.file.ItemFiles;
import io.campusfigshare.deposit.file.Spool;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Receives the body of a file in the caller's thread, and sends it to Figshare in others. */
@Singleton
class FileReception {

    private final AccountApi accounts;
    private final UploadHost host;
    private final Spool spool;
    private final DepositConfig config;
    private final ExecutorService threads;

    /** The outcome of a call that was given up is visible after this time. */
    private final Duration settleTime;

    FileReception(
            AccountApi accounts,
            UploadHost host,
            Spool spool,
            DepositConfig config,
            FigshareConfig figshare,
            @VirtualThreads ExecutorService threads) {
        this.accounts = accounts;
        this.host = host;
        this.spool = spool;
        this.config = config;
        this.threads = threads;
        this.settleTime = figshare.timeout().multipliedBy(2);
    }

    FileWorkflow workflow(ImpersonationContext context, long item, FileLease lease) {
        return new FileWorkflow(new ItemFiles(accounts, context, item), lease, host, settleTime);
    }

    /**
     * Receives the body in this thread. The returned future ends, and the lease with it, when Figshare has the file.
     *
     * @param deleteIfRefused whether to forget the file if it fails before Figshare has a record of it
     */
    CompletableFuture<Void> receive(
            FileWorkflow workflow, DeclaredFile declared, InputStream body, boolean deleteIfRefused) {
        FileLease lease = workflow.lease();
        Runnable rest;
        try {
            rest = receiveBody(workflow, declared, body);
        } catch (RuntimeException failed) {
            try (lease) {
                StoredFile now = lease.file();
                if (deleteIfRefused
                        && now.state() == FileState.WAITING
                        && now.number() == null
                        && now.callStarted() == null) {
                    lease.delete();
                }
            }
            throw failed;
        }
        return CompletableFuture.runAsync(rest, threads).whenComplete((done, failed) -> {
            try (lease) {
                if (failed != null && failed.getCause() instanceof Problem why) {
                    workflow.recordStop(why);
                }
            }
        });
    }

    /** Returns the result of {@code future}; empty if it takes longer than {@code maxWait}. */
    static <T> Optional<T> await(CompletableFuture<T> future, Duration maxWait) {
        try {
            return Optional.ofNullable(future.get(maxWait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException why ? why : new IllegalStateException(failed);
        } catch (TimeoutException later) {
            Log.debugf("An upload continues without its caller: %s", later.getMessage());
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while sending a file", stopping);
        }
    }

    /** Whether the stored file was declared with the same content, and has not failed. */
    static boolean isSame(StoredFile file, DeclaredFile declared) {
        boolean begun = file.number() != null || file.callStarted() != null;
        return file.state() != FileState.FAILED
                && (file.declared().isSameAs(declared)
                        || (!begun && file.declared().equals(declared)));
    }

    /** Receives the body and returns the remaining steps, which need no caller. */
    private Runnable receiveBody(FileWorkflow workflow, DeclaredFile declared, InputStream body) {
        FileLease lease = workflow.lease();
        if (!isSame(lease.file(), declared)) {
            workflow.replace(declared);
        }
        if (declared.link() != null) {
            if (lease.file().number() == null) {
                workflow.add();
            }
            return workflow::markAvailable;
        }
        var digests = new Digests(declared.sha256());
        FileState state = lease.file().state();
        if (state == FileState.PROCESSING || state == FileState.AVAILABLE) {
            digests.copy(body, declared.size(), (bytes, length) -> {});
            digests.verify(declared);
            return () -> workflow.awaitVerification(FileWorkflow.VERIFICATION_WAIT);
        }
        FileWorkflow.Target target = workflow.openUpload();
        if (target == null) {
            digests.copy(body, declared.size(), (bytes, length) -> {});
            String md5 = digests.verify(declared);
            return () -> workflow.completeUpload(md5);
        }
        var upload = new FileUpload(host, spool, threads, config, target.address(), target.upload(), declared, digests);
        lease.uploadStarted(upload::sent);
        try {
            upload.sendBody(body);
        } catch (RuntimeException failed) {
            upload.awaitQuietly(); // Parts in the spool are still sent, so that the next request need not send them.
            throw failed;
        }
        String md5;
        try {
            md5 = digests.verify(declared);
        } catch (Problem mismatch) {
            upload.awaitQuietly();
            workflow.discard();
            throw mismatch;
        }
        return () -> {
            upload.finish();
            workflow.completeUpload(md5);
        };
    }
}
