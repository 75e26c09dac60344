package io.campusfigshare.deposit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.UploadHost;
import io.campusfigshare.figshare.UploadHost.Upload;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/**
 * The files of deposits on their way to Figshare (FACTS 1.3). What Figshare is about to be asked for is written down
 * before, so that whoever finds a file midway knows what to look for: there is never a second record of it.
 */
@Singleton
class DepositFiles {

    static final ProblemType TOO_LARGE = new ProblemType("file-too-large", 413, "The file is too large");
    private static final ProblemType EMPTY = new ProblemType("empty-file", 422, "The file is empty");
    private static final ProblemType QUOTA = new ProblemType("quota-exceeded", 413, "The person's quota is too small");
    private static final ProblemType FULL = new ProblemType("uploads-busy", 503, "Too many files are being sent");
    private static final ProblemType CORRUPT = new ProblemType("file-corrupt", 502, "Figshare has other bytes");
    private static final ProblemType GONE = new ProblemType("file-gone", 502, "The file is not in Figshare any more");
    private static final ProblemType STILL_THERE = new ProblemType("not-deleted", 502, "Figshare did not delete it");

    private static final String DAMAGED = "Its bytes were damaged on the way: send the file again.";

    /** The file is with us, and goes on to Figshare without the caller. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** Every call has a limit of its own. */
    private static final Duration UNTIL_THE_END = Duration.ofDays(7);

    /** So long a caller waits at most for Figshare to check what it has. */
    private static final Duration FIRST_LOOKS = Duration.ofSeconds(5);

    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final Duration FOR_A_TURN = Duration.ofSeconds(10);
    private static final Duration SHORTLY = Duration.ofMillis(300);
    private static final int MOST_TRIES = 5;
    private static final long KILO = 1024;
    private static final long TERA = 1L << 40;

    /** A detail tells that many at most (FACTS 4.5). */
    private static final int TOLD_IN_DETAIL = 10;

    private static final State[] MAY_HAVE_FILES = {
        State.READY, State.UPLOADING, State.PUBLISHED, State.EMBARGOED, State.IN_REVIEW
    };

    private final Deposits deposits;
    private final FileLedger ledger;
    private final OnBehalf figshare;
    private final UploadHost host;
    private final Spool spool;
    private final DepositConfig config;
    private final ExecutorService threads;
    private final ObjectMapper json;
    private final Duration settled;
    private final Semaphore room;

    DepositFiles(
            Deposits deposits,
            FileLedger ledger,
            OnBehalf figshare,
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
    Answer put(Caller caller, @Nullable String request, UUID id, Announced announced, InputStream body, boolean wait) {
        Entry entry = deposits.theirs(caller, id);
        Act act = entry.act().by(caller, request);
        enter();
        CompletableFuture<Void> end;
        FileHeld file;
        boolean fresh;
        try {
            fits(act, id, announced);
            file = begin(entry, announced);
            fresh = file.entry().state() == FileState.WAITING
                    && file.entry().replaces().isEmpty();
            end = carried(act, entry.record(), file, announced, body, true);
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
        FileEntry now = file.entry();
        if (now.state() == FileState.FAILED) {
            throw new Problem(CORRUPT, DAMAGED);
        }
        return new Answer(now.state() != FileState.AVAILABLE ? 202 : fresh ? 201 : 200, DepositFile.of(now));
    }

    /** The same for what has come with the whole deposit; it waits for as long as that takes. */
    void put(Caller caller, @Nullable String request, UUID id, Announced announced, InputStream body) {
        Entry entry = deposits.theirs(caller, id);
        Act act = entry.act().by(caller, request);
        fits(act, id, announced);
        FileHeld file = begin(entry, announced);
        var _ = await(carried(act, entry.record(), file, announced, body, false), UNTIL_THE_END);
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
            Act act, long item, FileHeld file, Announced announced, InputStream body, boolean alone) {
        Runnable rest;
        try {
            rest = received(act, item, file, announced, body);
        } catch (RuntimeException failed) {
            try (file) {
                FileEntry now = file.entry();
                if (alone && now.state() == FileState.WAITING && now.file() == null && now.intended() == null) {
                    file.forget();
                }
            }
            throw failed;
        }
        return CompletableFuture.runAsync(rest, threads).whenComplete((done, failed) -> {
            try (file) {
                if (failed != null && failed.getCause() instanceof Problem why) {
                    file.stopped(text(why));
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
    private FileHeld begin(Entry entry, Announced announced) {
        try (Held deposit = turn(entry)) {
            FileHeld file = ledger.take(entry.id(), announced);
            boolean there = isSame(file.entry(), announced) && file.entry().rests();
            boolean begun = false;
            try {
                if (!there && deposit.entry().state() != State.UPLOADING) {
                    deposit.rest(State.UPLOADING, null);
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

    private Held turn(Entry entry) {
        long until = System.nanoTime() + FOR_A_TURN.toNanos();
        while (true) {
            try {
                return deposits.held(entry, MAY_HAVE_FILES);
            } catch (Problem busy) {
                // Another file of the same deposit begins: that takes no time.
                if (!busy.type().equals(Ledger.BUSY) || System.nanoTime() > until) {
                    throw busy;
                }
                OnBehalf.pause(SHORTLY);
            }
        }
    }

    /** Takes the body in; what is returned does the rest, for which nobody else is needed. */
    private Runnable received(Act act, long item, FileHeld file, Announced announced, InputStream body) {
        if (!isSame(file.entry(), announced)) {
            replace(act, item, file, announced);
        }
        if (announced.link() != null) {
            if (file.entry().file() == null) {
                open(act, item, file);
            }
            return () -> available(act, item, file);
        }
        var digests = new Digests(announced.sha256());
        FileState state = file.entry().state();
        if (state == FileState.PROCESSING || state == FileState.AVAILABLE) {
            digests.pass(body, announced.size(), (bytes, length) -> {});
            digests.verified(announced);
            return () -> look(act, item, file, FIRST_LOOKS);
        }
        Target target = target(act, item, file);
        if (target == null) {
            digests.pass(body, announced.size(), (bytes, length) -> {});
            String md5 = digests.verified(announced);
            return () -> completed(act, item, file, md5);
        }
        var transfer =
                new Transfer(host, spool, threads, config, target.address(), target.upload(), announced, digests);
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
            remove(act, item, file);
            throw other;
        }
        return () -> {
            transfer.finish();
            completed(act, item, file, md5);
        };
    }

    private static boolean isSame(FileEntry file, Announced announced) {
        boolean begun = file.file() != null || file.intended() != null;
        return file.state() != FileState.FAILED
                && (file.announced().isSameAs(announced)
                        || (!begun && file.announced().equals(announced)));
    }

    /** Something else comes under a name: what was whole stays until that is available, and what was not goes at once. */
    private void replace(Act act, long item, FileHeld file, Announced other) {
        reconcile(act, item, file);
        FileEntry before = file.entry();
        boolean whole = before.state() == FileState.AVAILABLE || before.state() == FileState.PROCESSING;
        if (!whole && before.file() != null) {
            delete(act, item, before.number());
        }
        file.renew(other);
    }

    /** It was not what it was to be: as if it had never been sent. */
    private void remove(Act act, long item, FileHeld file) {
        delete(act, item, file.entry().number());
        file.forget();
    }

    /** Where its bytes go, and which of them are there. */
    private record Target(String address, Upload upload) {}

    /** Null where Figshare has all bytes. */
    private @Nullable Target target(Act act, long item, FileHeld file) {
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            boolean fresh = file.entry().file() == null;
            if (fresh) {
                open(act, item, file);
            }
            Optional<ObjectNode> stored = stored(act, item, file, fresh);
            if (stored.isPresent()) {
                String status = stored.get().path("status").asText("created");
                String address = stored.get().path("upload_url").asText("");
                if (!status.equals("created") && !status.equals("ic_failure")) {
                    return null;
                }
                Optional<Upload> upload = address.isEmpty() || !status.equals("created")
                        ? Optional.empty()
                        : open(address, file.entry().size());
                if (upload.isPresent()) {
                    return new Target(address, upload.get());
                }
                delete(act, item, file.entry().number());
            }
            file.restart();
        }
        throw Transfer.aborted();
    }

    private Optional<Upload> open(String address, long size) {
        try {
            return Optional.of(host.upload(address, size))
                    .filter(upload -> upload.status() != UploadHost.Status.ABORTED);
        } catch (FigshareFailure absent) {
            if (absent.kind() == FigshareFailure.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw absent;
        }
    }

    /** As Figshare has it; one that was made a moment ago may not show yet. */
    private Optional<ObjectNode> stored(Act act, long item, FileHeld file, boolean fresh) {
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(figshare.one(act, "read file", item, path(file.entry())));
            } catch (FigshareFailure absent) {
                if (absent.kind() != FigshareFailure.Kind.NOT_FOUND) {
                    throw absent;
                }
                if (!fresh || tries == MOST_TRIES) {
                    return Optional.empty();
                }
                OnBehalf.pause(FIRST_LOOK.multipliedBy(tries));
            }
        }
    }

    /** Whether Figshare would take it of this person; what it has begun to take it has counted already. */
    private void fits(Act act, UUID deposit, Announced announced) {
        long size = announced.size();
        boolean begun = ledger.find(deposit, announced.name())
                .filter(known -> known.file() != null && isSame(known, announced))
                .isPresent();
        if (begun || announced.link() != null) {
            return;
        }
        AccountClient.Account account = figshare.account(act);
        long largest = limit(account.maximumFileSize());
        if (size > largest) {
            throw new Problem(TOO_LARGE, "Figshare takes files of at most " + largest + " bytes from this person.");
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

    /** Asks Figshare for the file, once: where nobody knows what came of that, it is looked for first. */
    private void open(Act act, long item, FileHeld file) {
        for (int tries = 1; file.entry().file() == null; tries++) {
            if (file.entry().intended() != null && reconcile(act, item, file)) {
                return;
            }
            Announced announced = file.entry().announced();
            file.intend(numbers(there(act, item, false), announced));
            try {
                file.opened(figshare.add(act, "add file", item, "files", asked(announced)));
            } catch (FigshareFailure failed) {
                if (!failed.mayHaveHappened()) {
                    file.giveUp();
                    throw failed;
                }
                if (tries == MOST_TRIES) {
                    throw failed;
                }
            }
        }
    }

    private ObjectNode asked(Announced file) {
        ObjectNode body = figshare.empty().put("name", file.name());
        if (file.link() != null) {
            return body.put("link", file.link());
        }
        body.put("size", file.size());
        return file.md5() == null ? body : body.put("md5", file.md5());
    }

    /** Was it made after all? Then it is the one of its name that was not there before. */
    private boolean reconcile(Act act, long item, FileHeld file) {
        FileEntry entry = file.entry();
        if (entry.intended() != null) {
            Duration wait = Duration.between(Instant.now(), entry.intended().plus(settled));
            if (wait.isPositive()) {
                OnBehalf.pause(wait);
            }
            figshare.lost(act, "add file", item, entry.intended());
            Optional<Long> made = numbers(there(act, item, true), entry.announced()).stream()
                    .filter(number -> !entry.replaces().contains(number))
                    .findFirst();
            made.ifPresentOrElse(file::opened, file::giveUp);
        }
        return file.entry().file() != null;
    }

    /** Those of that name, but for those that somebody has put into a folder: another file may have the same name there. */
    private static List<Long> numbers(List<ObjectNode> there, Announced file) {
        return there.stream()
                .filter(stored -> stored.path("name").asText().equals(file.name())
                        || (stored.path("is_link_only").asBoolean()
                                && stored.path("download_url").asText().equals(file.link())))
                .map(stored -> stored.path("id").asLong())
                .toList();
    }

    /**
     * All files of the record that are in no folder, once it is seen to be theirs.
     *
     * @param surely whether a detail is not enough, in which files may be missing (FACTS 4.5)
     */
    private List<ObjectNode> there(Act act, long item, boolean surely) {
        ObjectNode record = figshare.article(act, item);
        List<ObjectNode> told = new ArrayList<>();
        record.path("files").forEach(file -> told.add(file instanceof ObjectNode object ? object : figshare.empty()));
        boolean enough = !surely && !told.isEmpty() && told.size() < TOLD_IN_DETAIL;
        List<ObjectNode> all = enough ? told : figshare.files(act, item);
        return all.stream()
                .filter(file ->
                        !record.path("folder_structure").has(file.path("id").asText()))
                .toList();
    }

    private void complete(Act act, long item, FileHeld file) {
        for (int tries = 1; ; tries++) {
            try {
                figshare.post(act, "complete file", item, path(file.entry()), figshare.empty());
                file.completed();
                return;
            } catch (FigshareFailure failed) {
                // It may have been completed before, which Figshare refuses to do twice.
                Optional<ObjectNode> stored = stored(act, item, file, false);
                if (stored.isPresent()
                        && !stored.get().path("status").asText("created").equals("created")) {
                    file.completed();
                    return;
                }
                if (tries == MOST_TRIES || (failed.retryAfter() == null && !failed.mayHaveHappened())) {
                    throw failed;
                }
                OnBehalf.pause(FIRST_LOOK.multipliedBy(1L << tries));
            }
        }
    }

    /** From here on, nobody has to send anything again: whoever finds it can go on. */
    private void completed(Act act, long item, FileHeld file, String md5) {
        file.whole(md5, FIRST_LOOKS.plus(FIRST_LOOKS));
        complete(act, item, file);
        look(act, item, file, FIRST_LOOKS);
    }

    /** Looks until Figshare has it, or for a while: then others look. */
    private void look(Act act, long item, FileHeld file, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_LOOK;
        while (file.entry().state() == FileState.PROCESSING && !look(act, item, file)) {
            if (System.nanoTime() + pause.toNanos() > until) {
                return;
            }
            OnBehalf.pause(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** Whether Figshare has come to an end with it. */
    private boolean look(Act act, long item, FileHeld file) {
        Optional<ObjectNode> stored = stored(act, item, file, false);
        String status = stored.map(f -> f.path("status").asText("")).orElse("deleted");
        String computed = stored.map(f -> f.path("computed_md5").asText("")).orElse("");
        boolean same = computed.equalsIgnoreCase(file.entry().announced().md5());
        if (status.equals("ic_failure") || (!computed.isEmpty() && !same)) {
            rest(file, new Problem(CORRUPT, DAMAGED));
        } else if (status.equals("deleted")) {
            rest(file, new Problem(GONE, "Send it again, or delete it here."));
        } else if (status.equals("available") && same) {
            available(act, item, file);
        } else {
            if (status.equals("created")) {
                complete(act, item, file);
            }
            return false;
        }
        return true;
    }

    private void rest(FileHeld file, Problem why) {
        file.rest(FileState.FAILED, text(why));
    }

    /** It is what it was to be, so that it can take the place of others. */
    private void available(Act act, long item, FileHeld file) {
        Set<Long> replaced = Set.copyOf(file.entry().replaces());
        for (Long number : replaced) {
            delete(act, item, number);
        }
        if (!replaced.isEmpty()) {
            isGone(act, item, replaced);
        }
        file.rest(FileState.AVAILABLE, null);
    }

    /** Looks once more at a file that nobody waits for; gives up in the end, since some never become available (FACTS 1.3). */
    void lookAgain(FileHeld file) {
        FileEntry entry = file.entry();
        try {
            Entry deposit = deposits.entry(entry.deposit());
            if (look(deposit.act(), deposit.record(), file)) {
                return;
            }
        } catch (Problem unreachable) {
            Log.debugf("A file cannot be looked at now: %s", unreachable.detail());
        }
        Instant since = file.entry().completed();
        Duration age = since == null ? FIRST_LOOKS : Duration.between(since, Instant.now());
        if (since != null && age.compareTo(config.processingLimit()) > 0) {
            file.rest(FileState.PROCESSING, null);
        } else {
            Duration wait = age.dividedBy(4).plus(FIRST_LOOKS.dividedBy(5));
            file.askAgain(wait.compareTo(LONGEST_BETWEEN_LOOKS) < 0 ? wait : LONGEST_BETWEEN_LOOKS);
        }
    }

    /** Every file of the deposit, the one that is being sent in place of another aside. */
    List<DepositFile> list(Caller caller, @Nullable String request, UUID id) {
        Entry entry = deposits.readable(caller, id);
        List<FileEntry> ours = ledger.of(id);
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
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> absent(name));
    }

    void delete(Caller caller, @Nullable String request, UUID id, String name) {
        Entry entry = deposits.theirs(caller, id);
        Act act = entry.act().by(caller, request);
        try (Held deposit = turn(entry)) {
            long item = deposit.entry().record();
            Optional<FileHeld> file = ledger.hold(id, name);
            if (file.isEmpty() && ledger.find(id, name).isPresent()) {
                throw FileHeld.lost();
            }
            try {
                file.ifPresent(held -> reconcile(act, item, held));
                Announced announced =
                        file.map(held -> held.entry().announced()).orElse(new Announced(name, 0, null, null, null));
                Set<Long> numbers = Stream.concat(
                                numbers(there(act, item, true), announced).stream(),
                                file.stream()
                                        .flatMap(held ->
                                                Stream.ofNullable(held.entry().file())))
                        .collect(Collectors.toSet());
                if (numbers.isEmpty() && file.isEmpty()) {
                    throw absent(name);
                }
                numbers.forEach(number -> delete(act, item, number));
                isGone(act, item, numbers);
                file.ifPresent(FileHeld::forget);
            } finally {
                file.ifPresent(FileHeld::close);
            }
            if (deposit.entry().state() != State.READY && deposit.entry().state() != State.UPLOADING) {
                deposit.rest(State.READY, null); // What is public stays so; this is the draft of the next version.
            }
        }
    }

    /** What Figshare makes of a file without bytes is not known (FACTS 1.3). */
    static Problem empty() {
        return new Problem(EMPTY, "Nobody knows what Figshare makes of a file without a byte.");
    }

    private static Problem absent(String name) {
        return new Problem(ProblemType.NOT_FOUND, "The deposit has no file " + name + ".");
    }

    /** Gone is what is not there any more, whatever Figshare has answered. */
    private void delete(Act act, long item, long number) {
        try {
            figshare.deletePart(act, "delete file", item, "files/" + number);
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
        }
    }

    /** For whom a DELETE is may be ignored, and then it deletes nothing (FACTS section 2). */
    private void isGone(Act act, long item, Set<Long> numbers) {
        boolean there = figshare.files(act, item).stream()
                .anyMatch(file -> numbers.contains(file.path("id").asLong()));
        if (there) {
            throw new Problem(STILL_THERE, "Figshare still has the file: delete it there, or try again later.");
        }
    }

    private static String path(FileEntry file) {
        return "files/" + file.number();
    }

    private String text(Problem why) {
        try {
            return json.writeValueAsString(why.body(null));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
