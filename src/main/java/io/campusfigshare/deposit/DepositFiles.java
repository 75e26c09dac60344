package io.campusfigshare.deposit;

import io.campusfigshare.access.Caller;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.answer.DepositFile;
import io.campusfigshare.deposit.file.FileWorkflow;
import io.campusfigshare.deposit.file.ItemFiles;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileName;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Uploads, lists and deletes the files of deposits. Its methods block. */
@Singleton
class DepositFiles {

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    /** How long a form waits for each file. Every call has a limit of its own. */
    private static final Duration MAX_WAIT_IN_FORM = Duration.ofDays(7);

    private static final Duration MAX_CHECK_INTERVAL = Duration.ofMinutes(1);

    private static final DepositState[] MAY_HAVE_FILES = {
        DepositState.READY,
        DepositState.UPLOADING,
        DepositState.PUBLISHED,
        DepositState.EMBARGOED,
        DepositState.IN_REVIEW
    };

    private final DepositAccess access;
    private final FileStore store;
    private final FileReception reception;
    private final UploadLimits limits;
    private final AccountApi accounts;
    private final DepositConfig config;

    DepositFiles(
            DepositAccess access,
            FileStore store,
            FileReception reception,
            UploadLimits limits,
            AccountApi accounts,
            DepositConfig config) {
        this.access = access;
        this.store = store;
        this.reception = reception;
        this.limits = limits;
        this.accounts = accounts;
        this.config = config;
    }

    /** The answer to a PUT. */
    record Answer(int status, DepositFile file) {}

    /**
     * Uploads a file, or the parts of it that Figshare does not have.
     *
     * @param wait whether to wait for Figshare, for at most {@link DepositProgress#MAX_WAIT}; otherwise the answer is
     *             202 as soon as the body is received
     */
    Answer put(
            Caller caller, @Nullable String requestId, UUID id, DeclaredFile declared, InputStream body, boolean wait) {
        StoredDeposit deposit = access.toChange(caller, id);
        ImpersonationContext context = deposit.context().by(caller, requestId);
        limits.acquire();
        CompletableFuture<Void> end;
        FileLease lease;
        boolean isNew;
        try {
            limits.requireQuota(context, id, declared);
            lease = lease(deposit, declared);
            isNew = lease.file().state() == FileState.WAITING
                    && lease.file().replaces().isEmpty();
            end = reception.receive(reception.workflow(context, deposit.requireItem(), lease), declared, body, true);
        } catch (RuntimeException failed) {
            limits.release();
            throw failed;
        }
        try {
            var _ = FileReception.await(
                    end.whenComplete((done, failed) -> limits.release()),
                    wait ? DepositProgress.MAX_WAIT : Duration.ZERO);
        } catch (Problem failed) {
            if (lease.file().state() != FileState.PROCESSING) {
                throw failed;
            }
        }
        StoredFile now = lease.file();
        if (now.state() == FileState.FAILED) {
            throw FileWorkflow.failureOf(now);
        }
        return new Answer(now.state() != FileState.AVAILABLE ? ACCEPTED : isNew ? CREATED : OK, DepositFile.of(now));
    }

    /** Uploads a file that was received with its deposit, and waits for the end. The caller holds the permit. */
    void putReceived(Caller caller, @Nullable String requestId, UUID id, DeclaredFile declared, InputStream body) {
        StoredDeposit deposit = access.toChange(caller, id);
        ImpersonationContext context = deposit.context().by(caller, requestId);
        limits.requireQuota(context, id, declared);
        FileLease lease = lease(deposit, declared);
        var _ = FileReception.await(
                reception.receive(reception.workflow(context, deposit.requireItem(), lease), declared, body, false),
                MAX_WAIT_IN_FORM);
    }

    /**
     * Leases the file. Unless Figshare has it, the deposit is in the state uploading from now on, and cannot be edited
     * or published.
     */
    private FileLease lease(StoredDeposit deposit, DeclaredFile declared) {
        try (DepositLease depositLease = leaseDeposit(deposit)) {
            store.requireDistinctName(deposit.id(), declared);
            FileLease lease = store.lease(deposit.id(), declared);
            boolean isPresent =
                    FileReception.isSame(lease.file(), declared) && lease.file().isIdle();
            boolean begun = false;
            try {
                if (!isPresent && depositLease.deposit().state() != DepositState.UPLOADING) {
                    depositLease.rest(DepositState.UPLOADING, null);
                }
                begun = true;
                return lease;
            } finally {
                if (!begun) {
                    lease.close();
                }
            }
        }
    }

    /** Waits for the lease, which another file of the deposit may hold for a moment when its upload begins. */
    private DepositLease leaseDeposit(StoredDeposit deposit) {
        return DepositStore.waitForLease(() -> access.lease(deposit, MAY_HAVE_FILES));
    }

    /**
     * Reads the status of a file that no caller waits for, and schedules the next check. Stops after {@code
     * processing-limit}: some files never become available (FACTS 1.3).
     */
    void checkAgain(FileLease lease) {
        StoredFile file = lease.file();
        try {
            StoredDeposit deposit = access.require(file.deposit());
            if (reception
                    .workflow(deposit.context(), deposit.requireItem(), lease)
                    .checkVerification()) {
                return;
            }
        } catch (Problem unreachable) {
            Log.debugf("The status of a file cannot be read now: %s", unreachable.detail());
        }
        Instant completed = lease.file().completed();
        Duration age = completed == null ? FileWorkflow.VERIFICATION_WAIT : Duration.between(completed, Instant.now());
        if (completed != null && age.compareTo(config.processingLimit()) > 0) {
            lease.finish(FileState.PROCESSING, null);
        } else {
            Duration wait = age.dividedBy(4).plus(FileWorkflow.VERIFICATION_WAIT.dividedBy(5));
            lease.postpone(wait.compareTo(MAX_CHECK_INTERVAL) < 0 ? wait : MAX_CHECK_INTERVAL);
        }
    }

    /** Returns the files of the deposit, without those that another file is about to replace. */
    List<DepositFile> list(Caller caller, @Nullable String requestId, UUID id) {
        StoredDeposit deposit = access.toRead(caller, id);
        List<StoredFile> stored = store.list(id);
        Set<Long> known = stored.stream()
                .flatMap(file -> Stream.concat(Stream.ofNullable(file.number()), file.replaces().stream()))
                .collect(Collectors.toSet());
        Stream<DepositFile> others = deposit.item() == null
                ? Stream.empty()
                : accounts.files(deposit.context().by(caller, requestId), deposit.item()).stream()
                        .filter(file -> !known.contains(file.path("id").asLong()))
                        .map(DepositFile::of);
        return Stream.concat(stored.stream().map(DepositFile::of), others).toList();
    }

    DepositFile get(Caller caller, @Nullable String requestId, UUID id, String name) {
        return list(caller, requestId, id).stream()
                .filter(file -> FileName.normalise(file.name()).equals(name))
                .findFirst()
                .orElseThrow(() -> notFound(name));
    }

    void delete(Caller caller, @Nullable String requestId, UUID id, String name) {
        StoredDeposit deposit = access.toChange(caller, id);
        ImpersonationContext context = deposit.context().by(caller, requestId);
        try (DepositLease depositLease = leaseDeposit(deposit)) {
            long item = depositLease.deposit().requireItem();
            var itemFiles = new ItemFiles(accounts, context, item);
            Optional<FileLease> lease = store.lease(id, name);
            if (lease.isEmpty() && store.find(id, name).isPresent()) {
                throw FileLease.lost();
            }
            try {
                lease.ifPresent(held -> reception.workflow(context, item, held).recoverLostAdd());
                DeclaredFile declared =
                        lease.map(held -> held.file().declared()).orElse(new DeclaredFile(name, 0, null, null, null));
                Set<Long> numbers = Stream.concat(
                                itemFiles.findNumbers(declared).stream(),
                                lease.stream()
                                        .flatMap(held ->
                                                Stream.ofNullable(held.file().number())))
                        .collect(Collectors.toSet());
                if (numbers.isEmpty() && lease.isEmpty()) {
                    throw notFound(name);
                }
                itemFiles.delete(numbers);
                lease.ifPresent(FileLease::delete);
            } finally {
                lease.ifPresent(FileLease::close);
            }
            DepositState state = depositLease.deposit().state();
            if (state != DepositState.READY && state != DepositState.UPLOADING) {
                // The public version is unchanged; the deposit is now the draft of the next version.
                depositLease.rest(DepositState.READY, null);
            }
            depositLease.clearOutdatedProblem();
        }
    }

    private static Problem notFound(String name) {
        return new Problem(ProblemType.NOT_FOUND, "The deposit has no file " + name + ".");
    }
}
