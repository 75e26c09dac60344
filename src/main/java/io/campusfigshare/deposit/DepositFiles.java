package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.Account;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.answer.DepositFile;
import io.campusfigshare.deposit.file.Digests;
import io.campusfigshare.deposit.file.FileUpload;
import io.campusfigshare.deposit.file.FileWorkflow;
import io.campusfigshare.deposit.file.ItemFiles;
import io.campusfigshare.deposit.file.Spool;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.DepositLease;
import io.campusfigshare.deposit.store.DepositState;
import io.campusfigshare.deposit.store.DepositStore;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.FileStore;
import io.campusfigshare.deposit.store.StoredDeposit;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.upload.UploadHost;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of deposits on their way to Figshare. */
@Singleton
class DepositFiles {

    private static final ProblemType EMPTY = new ProblemType("empty-file", 422, "The file is empty");
    private static final ProblemType QUOTA = new ProblemType("quota-exceeded", 413, "The person's quota is too small");
    private static final ProblemType FULL = new ProblemType("uploads-busy", 503, "Too many files are being sent");

    /** The file is with us, and goes on to Figshare without the caller. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** Every call has a limit of its own. */
    private static final Duration UNTIL_THE_END = Duration.ofDays(7);

    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final long KILO = 1024;
    private static final long TERA = 1L << 40;

    private static final DepositState[] MAY_HAVE_FILES = {
        DepositState.READY,
        DepositState.UPLOADING,
        DepositState.PUBLISHED,
        DepositState.EMBARGOED,
        DepositState.IN_REVIEW
    };

    private final DepositAccess access;
    private final FileStore store;
    private final AccountApi figshare;
    private final UploadHost host;
    private final Spool spool;
    private final DepositConfig config;
    private final ExecutorService threads;
    private final ObjectMapper json;
    private final Duration settled;
    private final Semaphore room;

    DepositFiles(
            DepositAccess access,
            FileStore store,
            AccountApi figshare,
            UploadHost host,
            Spool spool,
            DepositConfig config,
            FigshareConfig calls,
            @VirtualThreads ExecutorService threads,
            ObjectMapper json) {
        this.access = access;
        this.store = store;
        this.figshare = figshare;
        this.host = host;
        this.spool = spool;
        this.config = config;
        this.threads = threads;
        this.json = json;
        // A call that was given up may still be under way: what came of it shows later.
        this.settled = calls.timeout().multipliedBy(2);
        this.room = new Semaphore(config.uploadsAtOnce());
    }

    void check(@Observes StartupEvent start) {
        within("max-file-size", config.maxFileSize(), 5 * TERA);
        within("max-form-size", config.maxFormSize(), TERA);
        within("largest-spooled-part", config.largestSpooledPart(), TERA);
    }

    private static void within(String key, MemorySize size, long most) {
        if (size.asLongValue() < KILO || size.asLongValue() > most) {
            throw new IllegalArgumentException("campus.deposits." + key + " must be 1K to " + most / TERA + "T");
        }
    }

    /** What a PUT is answered with. */
    record Answer(int status, DepositFile file) {}

    /** Sends a file, or what is missing of it; with {@code wait} false the caller looks for the outcome later. */
    Answer put(
            Caller caller, @Nullable String request, UUID id, DeclaredFile announced, InputStream body, boolean wait) {
        StoredDeposit deposit = access.toChange(caller, id);
        ImpersonationContext context = deposit.context().by(caller, request);
        enter();
        CompletableFuture<Void> end;
        FileLease file;
        boolean fresh;
        try {
            fits(context, id, announced);
            file = begin(deposit, announced);
            fresh = file.file().state() == FileState.WAITING
                    && file.file().replaces().isEmpty();
            end = carried(course(context, deposit.requireItem(), file), announced, body, true);
        } catch (RuntimeException failed) {
            leave();
            throw failed;
        }
        try {
            var _ = await(end.whenComplete((done, failed) -> leave()), wait ? PATIENCE : Duration.ZERO);
        } catch (Problem failed) {
            if (file.file().state() != FileState.PROCESSING) {
                throw failed;
            }
        }
        StoredFile now = file.file();
        if (now.state() == FileState.FAILED) {
            throw FileWorkflow.failureOf(now);
        }
        return new Answer(now.state() != FileState.AVAILABLE ? 202 : fresh ? 201 : 200, DepositFile.of(now));
    }

    /** The same for what has come with the whole deposit; it waits for as long as that takes. */
    void put(Caller caller, @Nullable String request, UUID id, DeclaredFile announced, InputStream body) {
        StoredDeposit deposit = access.toChange(caller, id);
        ImpersonationContext context = deposit.context().by(caller, request);
        fits(context, id, announced);
        FileLease file = begin(deposit, announced);
        var _ = await(carried(course(context, deposit.requireItem(), file), announced, body, false), UNTIL_THE_END);
    }

    private FileWorkflow course(ImpersonationContext context, long item, FileLease file) {
        return new FileWorkflow(new ItemFiles(figshare, context, item), file, host, settled, json);
    }

    /** Whoever sends something has room; fails with 503 where there is none. */
    void enter() {
        if (!room.tryAcquire()) {
            throw new Problem(FULL, "Try again.", Duration.ofSeconds(5), null);
        }
    }

    void leave() {
        room.release();
    }

    /**
     * Takes the body in, in the caller's thread, and goes on in another; the hold ends with the last of it.
     *
     * @param alone whether nobody waits for the file if Figshare refuses it from the first
     */
    private CompletableFuture<Void> carried(
            FileWorkflow workflow, DeclaredFile announced, InputStream body, boolean alone) {
        FileLease file = workflow.lease();
        Runnable rest;
        try {
            rest = received(workflow, announced, body);
        } catch (RuntimeException failed) {
            try (file) {
                StoredFile now = file.file();
                if (alone && now.state() == FileState.WAITING && now.file() == null && now.callStarted() == null) {
                    file.delete();
                }
            }
            throw failed;
        }
        return CompletableFuture.runAsync(rest, threads).whenComplete((done, failed) -> {
            try (file) {
                if (failed != null && failed.getCause() instanceof Problem why) {
                    workflow.recordStop(why);
                }
            }
        });
    }

    /** What comes of it, or nothing where that takes longer. */
    static <T> Optional<T> await(CompletableFuture<T> end, Duration patience) {
        try {
            return Optional.ofNullable(end.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException why ? why : new IllegalStateException(failed);
        } catch (TimeoutException later) {
            Log.debugf("It goes on without its caller: %s", later.getMessage());
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while sending a file", stopping);
        }
    }

    /** Takes the file in hand; the deposit is uploading from now on, and cannot be edited or published. */
    private FileLease begin(StoredDeposit deposit, DeclaredFile announced) {
        try (DepositLease lease = turn(deposit)) {
            store.requireOther(deposit.id(), announced);
            FileLease file = store.lease(deposit.id(), announced);
            boolean there = isSame(file.file(), announced) && file.file().isIdle();
            boolean begun = false;
            try {
                if (!there && lease.deposit().state() != DepositState.UPLOADING) {
                    lease.rest(DepositState.UPLOADING, null);
                }
                begun = true;
                return file;
            } finally {
                if (!begun) {
                    file.close();
                }
            }
        }
    }

    /** Another file of the same deposit that begins has it for a moment. */
    private DepositLease turn(StoredDeposit deposit) {
        return DepositStore.waitForLease(() -> access.lease(deposit, MAY_HAVE_FILES));
    }

    /** Takes the body in; what is returned does the rest, for which nobody else is needed. */
    private Runnable received(FileWorkflow workflow, DeclaredFile announced, InputStream body) {
        FileLease file = workflow.lease();
        if (!isSame(file.file(), announced)) {
            workflow.replace(announced);
        }
        if (announced.link() != null) {
            if (file.file().file() == null) {
                workflow.add();
            }
            return workflow::markAvailable;
        }
        var digests = new Digests(announced.sha256());
        FileState state = file.file().state();
        if (state == FileState.PROCESSING || state == FileState.AVAILABLE) {
            digests.copy(body, announced.size(), (bytes, length) -> {});
            digests.verify(announced);
            return () -> workflow.awaitVerification(FileWorkflow.VERIFICATION_WAIT);
        }
        FileWorkflow.Target target = workflow.openUpload();
        if (target == null) {
            digests.copy(body, announced.size(), (bytes, length) -> {});
            String md5 = digests.verify(announced);
            return () -> workflow.completeUpload(md5);
        }
        var transfer =
                new FileUpload(host, spool, threads, config, target.address(), target.upload(), announced, digests);
        file.uploadStarted(transfer::sent);
        try {
            transfer.sendBody(body);
        } catch (RuntimeException failed) {
            transfer.awaitQuietly(); // Parts in the spool are still sent, so that the next request need not send them.
            throw failed;
        }
        String md5;
        try {
            md5 = digests.verify(announced);
        } catch (Problem other) {
            transfer.awaitQuietly();
            workflow.discard();
            throw other;
        }
        return () -> {
            transfer.finish();
            workflow.completeUpload(md5);
        };
    }

    private static boolean isSame(StoredFile file, DeclaredFile announced) {
        boolean begun = file.file() != null || file.callStarted() != null;
        return file.state() != FileState.FAILED
                && (file.announced().isSameAs(announced)
                        || (!begun && file.announced().equals(announced)));
    }

    /** Whether Figshare would take it of this person; what it has begun to take it has counted already. */
    private void fits(ImpersonationContext context, UUID deposit, DeclaredFile announced) {
        long size = announced.size();
        boolean begun = store.find(deposit, announced.name())
                .filter(known -> known.file() != null && isSame(known, announced))
                .isPresent();
        if (begun || announced.link() != null) {
            return;
        }
        Account account = figshare.account(context);
        long largest = limit(account.maximumFileSize());
        if (size > largest) {
            throw new Problem(
                    DeclaredFile.TOO_LARGE, "Figshare takes files of at most " + largest + " bytes from this person.");
        }
        long used = account.usedQuota() == null ? 0 : account.usedQuota();
        if (size > limit(account.quota()) - used) {
            throw new Problem(
                    QUOTA, "The person has " + Math.max(0, limit(account.quota()) - used) + " bytes left in Figshare.");
        }
    }

    /** Not told is not limited: Figshare says so itself then. */
    private static long limit(@Nullable Long told) {
        return told == null || told <= 0 ? Long.MAX_VALUE : told;
    }

    /** Looks once more at a file that nobody waits for; gives up in the end, since some never become available (FACTS 1.3). */
    void checkAgain(FileLease file) {
        StoredFile entry = file.file();
        try {
            StoredDeposit deposit = access.require(entry.deposit());
            if (course(deposit.context(), deposit.requireItem(), file).checkVerification()) {
                return;
            }
        } catch (Problem unreachable) {
            Log.debugf("A file cannot be looked at now: %s", unreachable.detail());
        }
        Instant since = file.file().completed();
        Duration age = since == null ? FileWorkflow.VERIFICATION_WAIT : Duration.between(since, Instant.now());
        if (since != null && age.compareTo(config.processingLimit()) > 0) {
            file.finish(FileState.PROCESSING, null);
        } else {
            Duration wait = age.dividedBy(4).plus(FileWorkflow.VERIFICATION_WAIT.dividedBy(5));
            file.postpone(wait.compareTo(LONGEST_BETWEEN_LOOKS) < 0 ? wait : LONGEST_BETWEEN_LOOKS);
        }
    }

    /** Every file of the deposit, the one that is being sent in place of another aside. */
    List<DepositFile> list(Caller caller, @Nullable String request, UUID id) {
        StoredDeposit deposit = access.toRead(caller, id);
        List<StoredFile> ours = store.list(id);
        Set<Long> known = ours.stream()
                .flatMap(file -> Stream.concat(Stream.ofNullable(file.file()), file.replaces().stream()))
                .collect(Collectors.toSet());
        Stream<DepositFile> others = deposit.item() == null
                ? Stream.empty()
                : figshare.files(deposit.context().by(caller, request), deposit.item()).stream()
                        .filter(file -> !known.contains(file.path("id").asLong()))
                        .map(DepositFile::of);
        return Stream.concat(ours.stream().map(DepositFile::of), others).toList();
    }

    DepositFile get(Caller caller, @Nullable String request, UUID id, String name) {
        return list(caller, request, id).stream()
                .filter(file -> DeclaredFile.composed(file.name()).equals(name))
                .findFirst()
                .orElseThrow(() -> absent(name));
    }

    void delete(Caller caller, @Nullable String request, UUID id, String name) {
        StoredDeposit deposit = access.toChange(caller, id);
        ImpersonationContext context = deposit.context().by(caller, request);
        try (DepositLease lease = turn(deposit)) {
            long item = lease.deposit().requireItem();
            var there = new ItemFiles(figshare, context, item);
            Optional<FileLease> file = store.lease(id, name);
            if (file.isEmpty() && store.find(id, name).isPresent()) {
                throw FileLease.lost();
            }
            try {
                file.ifPresent(held -> course(context, item, held).recoverLostAdd());
                DeclaredFile announced =
                        file.map(held -> held.file().announced()).orElse(new DeclaredFile(name, 0, null, null, null));
                Set<Long> numbers = Stream.concat(
                                there.findNumbers(announced).stream(),
                                file.stream()
                                        .flatMap(held ->
                                                Stream.ofNullable(held.file().file())))
                        .collect(Collectors.toSet());
                if (numbers.isEmpty() && file.isEmpty()) {
                    throw absent(name);
                }
                there.delete(numbers);
                file.ifPresent(FileLease::delete);
            } finally {
                file.ifPresent(FileLease::close);
            }
            if (lease.deposit().state() != DepositState.READY && lease.deposit().state() != DepositState.UPLOADING) {
                lease.rest(DepositState.READY, null); // What is public stays so; this is the draft of the next version.
            }
            lease.clearMendedProblem();
        }
    }

    /** What Figshare makes of a file without bytes is not known (FACTS 1.3). */
    static Problem empty() {
        return new Problem(EMPTY, "Nobody knows what Figshare makes of a file without a byte.");
    }

    private static Problem absent(String name) {
        return new Problem(ProblemType.NOT_FOUND, "The deposit has no file " + name + ".");
    }
}
