package io.campusfigshare.deposit.store;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells whether the files of a deposit are complete, and which are not. */
@Singleton
public class FileCompleteness {

    private static final ProblemType UNFINISHED = new ProblemType("files-unfinished", 409, "Files are incomplete");
    private static final ProblemType AWAITED = new ProblemType("files-awaited", 409, "The deposit waits for files");

    private final FileStore files;

    FileCompleteness(FileStore files) {
        this.files = files;
    }

    /** Returns whether a declared file has not reached Figshare yet. */
    public boolean hasIncomplete(UUID deposit) {
        return files.list(deposit).stream().anyMatch(file -> !file.isIdle());
    }

    /** Fails with 409 if a file is unfinished or has failed: Figshare would publish without it (FACTS 1.3). */
    public void requireComplete(UUID deposit) {
        List<StoredFile> unfinished = files.list(deposit).stream()
                .filter(file -> !file.isIdle() || file.state() == FileState.FAILED)
                .toList();
        if (!unfinished.isEmpty()) {
            throw new Problem(UNFINISHED, names(unfinished) + ": complete them, wait, or delete them.");
        }
    }

    /**
     * Returns a problem that names the files whose bytes are missing and that no request is sending; empty if there are
     * none.
     */
    public static Optional<Problem> findIncomplete(List<StoredFile> files) {
        List<StoredFile> awaited =
                files.stream().filter(StoredFile::isIncomplete).toList();
        return awaited.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        AWAITED,
                        names(awaited) + ": repeat the request that sent them, or PUT or DELETE each of them here."));
    }

    private static String names(List<StoredFile> files) {
        return files.stream()
                .map(file -> file.name() + " (" + file.state().text() + ")")
                .collect(Collectors.joining(", "));
    }
}
