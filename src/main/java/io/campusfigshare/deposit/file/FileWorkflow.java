package io.campusfigshare.deposit.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.campusfigshare.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a file in Figshare (FACTS 1.3). What Figshare is about to be asked for is written down before, so that
 * whoever finds a file midway knows what to look for: there is never a second record of it.
 */
public final class FileWorkflow {

    /** So long a caller waits at most for Figshare to check what it has. */
    public static final Duration FIRST_LOOKS = Duration.ofSeconds(5);

    private static final ProblemType CORRUPT = new ProblemType("file-corrupt", 502, "Figshare has other bytes");
    private static final ProblemType GONE = new ProblemType("file-gone", 409, "The file is not in Figshare any more");
    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final int MOST_TRIES = 5;

    private final ItemFiles files;
    private final FileLease file;
    private final UploadHost host;
    private final Duration settled;
    private final ObjectMapper json;

    /** @param settled after so long, what came of a call that was given up shows */
    public FileWorkflow(ItemFiles files, FileLease file, UploadHost host, Duration settled, ObjectMapper json) {
        this.files = files;
        this.file = file;
        this.host = host;
        this.settled = settled;
        this.json = json;
    }

    public FileLease file() {
        return file;
    }

    private StoredFile entry() {
        return file.file();
    }

    /** Where its bytes go, and which of them are there. */
    public record Target(String address, Upload upload) {}

    /** Opens it where that has not been done; null where Figshare has all bytes. */
    public @Nullable Target target() {
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            boolean fresh = entry().file() == null;
            if (fresh) {
                open();
            }
            Optional<ObjectNode> stored = stored(fresh);
            if (stored.isPresent()) {
                String status = stored.get().path("status").asText("created");
                String address = stored.get().path("upload_url").asText("");
                if (!status.equals("created") && !status.equals("ic_failure")) {
                    return null;
                }
                Optional<Upload> upload = address.isEmpty() || !status.equals("created")
                        ? Optional.empty()
                        : upload(address, entry().size());
                if (upload.isPresent()) {
                    return new Target(address, upload.get());
                }
                files.delete(entry().requireRecord());
            }
            file.restart();
        }
        throw FileUpload.aborted();
    }

    private Optional<Upload> upload(String address, long size) {
        try {
            return Optional.of(host.upload(address, size)).filter(upload -> upload.status() != Upload.Status.ABORTED);
        } catch (FigshareFailure absent) {
            if (absent.kind() == FigshareFailure.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw absent;
        }
    }

    /** As Figshare has it; one that was made a moment ago may not show yet. */
    private Optional<ObjectNode> stored(boolean fresh) {
        for (int tries = 1; ; tries++) {
            Optional<ObjectNode> stored = files.find(entry().requireRecord());
            if (stored.isPresent() || !fresh || tries == MOST_TRIES) {
                return stored;
            }
            Pause.of(FIRST_LOOK.multipliedBy(tries));
        }
    }

    /** Asks Figshare for the file, once: where nobody knows what came of that, it is looked for first. */
    public void open() {
        for (int tries = 1; entry().file() == null; tries++) {
            if (entry().callStarted() != null && reconcile()) {
                return;
            }
            DeclaredFile announced = entry().announced();
            file.beginAdd(files.inTheWayOf(announced));
            try {
                file.recordAdded(files.add(announced, file::beginCall));
            } catch (FigshareFailure failed) {
                if (!failed.mayHaveTakenEffect()) {
                    file.giveUp();
                    throw failed;
                }
                if (tries == MOST_TRIES) {
                    throw failed;
                }
            }
        }
    }

    /** Was it made after all? Then it is the one of its name that was not there before. */
    public boolean reconcile() {
        StoredFile entry = entry();
        if (entry.callStarted() != null) {
            Duration wait = Duration.between(Instant.now(), entry.callStarted().plus(settled));
            if (wait.isPositive()) {
                Pause.of(wait);
            }
            files.lost();
            Optional<Long> made = files.numbers(entry.announced()).stream()
                    .filter(number -> !entry.replaces().contains(number))
                    .findFirst();
            made.ifPresentOrElse(file::recordAdded, file::giveUp);
        }
        return entry().file() != null;
    }

    /** Something else comes under a name: what was whole stays until that is available, and what was not goes at once. */
    public void replace(DeclaredFile other) {
        reconcile();
        StoredFile before = entry();
        boolean whole = before.state() == FileState.AVAILABLE || before.state() == FileState.PROCESSING;
        if (!whole && before.file() != null) {
            files.delete(before.requireRecord());
        }
        file.replaceWith(other);
    }

    /** It was not what it was to be: as if it had never been sent. */
    public void remove() {
        files.delete(entry().requireRecord());
        file.delete();
    }

    /** All bytes are there. From here on, nobody has to send anything again: whoever finds it can go on. */
    public void completed(String md5) {
        file.allSent(md5, FIRST_LOOKS.plus(FIRST_LOOKS));
        complete();
        look(FIRST_LOOKS);
    }

    private void complete() {
        for (int tries = 1; ; tries++) {
            try {
                files.complete(entry().requireRecord());
                file.completionAnswered();
                return;
            } catch (FigshareFailure failed) {
                // It may have been completed before, which Figshare refuses to do twice.
                Optional<ObjectNode> stored = stored(false);
                if (stored.isPresent()
                        && !stored.get().path("status").asText("created").equals("created")) {
                    file.completionAnswered();
                    return;
                }
                if (tries == MOST_TRIES || (failed.retryAfter() == null && !failed.mayHaveTakenEffect())) {
                    throw failed;
                }
                Pause.of(FIRST_LOOK.multipliedBy(1L << tries));
            }
        }
    }

    /** Looks until Figshare has it, or for a while: then others look. */
    public void look(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_LOOK;
        while (entry().state() == FileState.PROCESSING && !look()) {
            if (System.nanoTime() + pause.toNanos() > until) {
                return;
            }
            Pause.of(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** Whether Figshare has come to an end with it. */
    public boolean look() {
        Optional<ObjectNode> stored = stored(false);
        String status = stored.map(f -> f.path("status").asText("")).orElse("deleted");
        String computed = stored.map(f -> f.path("computed_md5").asText("")).orElse("");
        boolean same = computed.equalsIgnoreCase(entry().announced().md5());
        if (status.equals("ic_failure") || (!computed.isEmpty() && !same)) {
            failed(corrupt());
        } else if (status.equals("deleted")) {
            failed(gone());
        } else if (status.equals("available") && same) {
            available();
        } else {
            if (status.equals("created")) {
                complete();
            }
            return false;
        }
        return true;
    }

    /** It is what it was to be, so that it can take the place of others. */
    public void available() {
        files.delete(Set.copyOf(entry().replaces()));
        file.finish(FileState.AVAILABLE, null);
    }

    /** Why a file has failed: as its entry tells. */
    public static Problem failure(StoredFile file) {
        return GONE.uri().equals(new JsonObject(Objects.requireNonNull(file.problem())).getString("type"))
                ? gone()
                : corrupt();
    }

    private static Problem corrupt() {
        return new Problem(CORRUPT, "Its bytes were damaged on the way: send the file again.");
    }

    private static Problem gone() {
        return new Problem(GONE, "Somebody has removed it, or its deposit. Send it again, or delete it here.");
    }

    private void failed(Problem why) {
        file.finish(FileState.FAILED, text(why));
    }

    /** Its bytes are not on their way any more, and this is why. */
    public void stopped(Problem why) {
        file.uploadStopped(text(why));
    }

    private String text(Problem why) {
        try {
            return json.writeValueAsString(why.body(null));
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }
}
