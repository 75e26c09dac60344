package io.campusfigshare.deposit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.Account;
import io.campusfigshare.deposit.account.AccountApi;
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

    private final Deposits deposits;
    private final FileStore ledger;
    private final AccountApi figshare;
    private final UploadHost host;
    private final Spool spool;
    private final DepositConfig config;
    private final ExecutorService threads;
    private final ObjectMapper json;
    private final Duration settled;
    private final Semaphore room;

    DepositFiles(
            Deposits deposits,
            FileStore ledger,
            AccountApi figshare,
            UploadHost host,
            Spool spool,
            DepositConfig config,
            FigshareConfig calls,
            @VirtualThreads ExecutorService threads,
            ObjectMapper json) {
        this.deposits = deposits;
        this.ledger = ledger;
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
        StoredDeposit entry = deposits.theirs(caller, id);
        ImpersonationContext act = entry.act().by(caller, request);
        enter();
        CompletableFuture<Void> end;
        FileLease file;
        boolean fresh;
        try {
            fits(act, id, announced);
            file = begin(entry, announced);
            fresh = file.entry().state() == FileState.WAITING
                    && file.entry().replaces().isEmpty();
            end = carried(course(act, entry.record(), file), announced, body, true);
        } catch (RuntimeException failed) {
            leave();
            throw failed;
        }
        try {
            var _ = await(end.whenComplete((done, failed) -> leave()), wait ? PATIENCE : Duration.ZERO);
        } catch (Problem failed) {
            if (file.entry().state() != FileState.PROCESSING) {
                throw failed;
            }
        }
        StoredFile now = file.entry();
        if (now.state() == FileState.FAILED) {
            throw FileWorkflow.failure(now);
        }
        return new Answer(now.state() != FileState.AVAILABLE ? 202 : fresh ? 201 : 200, DepositFile.of(now));
    }

    /** The same for what has come with the whole deposit; it waits for as long as that takes. */
    void put(Caller caller, @Nullable String request, UUID id, DeclaredFile announced, InputStream body) {
        StoredDeposit entry = deposits.theirs(caller, id);
        ImpersonationContext act = entry.act().by(caller, request);
        fits(act, id, announced);
        FileLease file = begin(entry, announced);
        var _ = await(carried(course(act, entry.record(), file), announced, body, false), UNTIL_THE_END);
    }

    private FileWorkflow course(ImpersonationContext act, long item, FileLease file) {
        return new FileWorkflow(new ItemFiles(figshare, act, item), file, host, settled, json);
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
            FileWorkflow course, DeclaredFile announced, InputStream body, boolean alone) {
        FileLease file = course.file();
        Runnable rest;
        try {
            rest = received(course, announced, body);
        } catch (RuntimeException failed) {
            try (file) {
                StoredFile now = file.entry();
                if (alone && now.state() == FileState.WAITING && now.file() == null && now.intended() == null) {
                    file.forget();
                }
            }
            throw failed;
        }
        return CompletableFuture.runAsync(rest, threads).whenComplete((done, failed) -> {
            try (file) {
                if (failed != null && failed.getCause() instanceof Problem why) {
                    course.stopped(why);
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
    private FileLease begin(StoredDeposit entry, DeclaredFile announced) {
        try (DepositLease deposit = turn(entry)) {
            ledger.mustDiffer(entry.id(), announced);
            FileLease file = ledger.take(entry.id(), announced);
            boolean there = isSame(file.entry(), announced) && file.entry().rests();
            boolean begun = false;
            try {
                if (!there && deposit.entry().state() != DepositState.UPLOADING) {
                    deposit.rest(DepositState.UPLOADING, null);
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
    private DepositLease turn(StoredDeposit entry) {
        return DepositStore.inTurn(() -> deposits.held(entry, MAY_HAVE_FILES));
    }

    /** Takes the body in; what is returned does the rest, for which nobody else is needed. */
    private Runnable received(FileWorkflow course, DeclaredFile announced, InputStream body) {
        FileLease file = course.file();
        if (!isSame(file.entry(), announced)) {
            course.replace(announced);
        }
        if (announced.link() != null) {
            if (file.entry().file() == null) {
                course.open();
            }
            return course::available;
        }
        var digests = new Digests(announced.sha256());
        FileState state = file.entry().state();
        if (state == FileState.PROCESSING || state == FileState.AVAILABLE) {
            digests.pass(body, announced.size(), (bytes, length) -> {});
            digests.verified(announced);
            return () -> course.look(FileWorkflow.FIRST_LOOKS);
        }
        FileWorkflow.Target target = course.target();
        if (target == null) {
            digests.pass(body, announced.size(), (bytes, length) -> {});
            String md5 = digests.verified(announced);
            return () -> course.completed(md5);
        }
        var transfer =
                new FileUpload(host, spool, threads, config, target.address(), target.upload(), announced, digests);
        file.sending(transfer::sent);
        try {
            transfer.feed(body);
        } catch (RuntimeException failed) {
            transfer.settle(); // What lies in the spool is sent all the same: the next try needs it no more.
            throw failed;
        }
        String md5;
        try {
            md5 = digests.verified(announced);
        } catch (Problem other) {
            transfer.settle();
            course.remove();
            throw other;
        }
        return () -> {
            transfer.finish();
            course.completed(md5);
        };
    }

    private static boolean isSame(StoredFile file, DeclaredFile announced) {
        boolean begun = file.file() != null || file.intended() != null;
        return file.state() != FileState.FAILED
                && (file.announced().isSameAs(announced)
                        || (!begun && file.announced().equals(announced)));
    }

    /** Whether Figshare would take it of this person; what it has begun to take it has counted already. */
    private void fits(ImpersonationContext act, UUID deposit, DeclaredFile announced) {
        long size = announced.size();
        boolean begun = ledger.find(deposit, announced.name())
                .filter(known -> known.file() != null && isSame(known, announced))
                .isPresent();
        if (begun || announced.link() != null) {
            return;
        }
        Account account = figshare.account(act);
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
    void lookAgain(FileLease file) {
        StoredFile entry = file.entry();
        try {
            StoredDeposit deposit = deposits.entry(entry.deposit());
            if (course(deposit.act(), deposit.record(), file).look()) {
                return;
            }
        } catch (Problem unreachable) {
            Log.debugf("A file cannot be looked at now: %s", unreachable.detail());
        }
        Instant since = file.entry().completed();
        Duration age = since == null ? FileWorkflow.FIRST_LOOKS : Duration.between(since, Instant.now());
        if (since != null && age.compareTo(config.processingLimit()) > 0) {
            file.rest(FileState.PROCESSING, null);
        } else {
            Duration wait = age.dividedBy(4).plus(FileWorkflow.FIRST_LOOKS.dividedBy(5));
            file.askAgain(wait.compareTo(LONGEST_BETWEEN_LOOKS) < 0 ? wait : LONGEST_BETWEEN_LOOKS);
        }
    }

    /** Every file of the deposit, the one that is being sent in place of another aside. */
    List<DepositFile> list(Caller caller, @Nullable String request, UUID id) {
        StoredDeposit entry = deposits.readable(caller, id);
        List<StoredFile> ours = ledger.of(id);
        Set<Long> known = ours.stream()
                .flatMap(file -> Stream.concat(Stream.ofNullable(file.file()), file.replaces().stream()))
                .collect(Collectors.toSet());
        Stream<DepositFile> others = entry.item() == null
                ? Stream.empty()
                : figshare.files(entry.act().by(caller, request), entry.item()).stream()
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
        StoredDeposit entry = deposits.theirs(caller, id);
        ImpersonationContext act = entry.act().by(caller, request);
        try (DepositLease deposit = turn(entry)) {
            long item = deposit.entry().record();
            var there = new ItemFiles(figshare, act, item);
            Optional<FileLease> file = ledger.hold(id, name);
            if (file.isEmpty() && ledger.find(id, name).isPresent()) {
                throw FileLease.lost();
            }
            try {
                file.ifPresent(held -> course(act, item, held).reconcile());
                DeclaredFile announced =
                        file.map(held -> held.entry().announced()).orElse(new DeclaredFile(name, 0, null, null, null));
                Set<Long> numbers = Stream.concat(
                                there.numbers(announced).stream(),
                                file.stream()
                                        .flatMap(held ->
                                                Stream.ofNullable(held.entry().file())))
                        .collect(Collectors.toSet());
                if (numbers.isEmpty() && file.isEmpty()) {
                    throw absent(name);
                }
                there.delete(numbers);
                file.ifPresent(FileLease::forget);
            } finally {
                file.ifPresent(FileLease::close);
            }
            if (deposit.entry().state() != DepositState.READY && deposit.entry().state() != DepositState.UPLOADING) {
                deposit.rest(
                        DepositState.READY, null); // What is public stays so; this is the draft of the next version.
            }
            deposit.mended();
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
