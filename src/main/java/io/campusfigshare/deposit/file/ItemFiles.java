package io.campusfigshare.deposit.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.FileName;
import io.campusfigshare.deposit.store.FileState;
import io.campusfigshare.deposit.store.StoredFile;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The files of one record at Figshare.
 *
 * @param context the client and the depositor of the calls
 * @param item    Figshare's number of the record
 */
public record ItemFiles(AccountApi accounts, ImpersonationContext context, long item) {

    private static final ProblemType STILL_THERE =
            new ProblemType("not-deleted", 502, "Figshare did not delete the file");

    /** The action in the audit trail. */
    public static final String ADD = "add file";

    private static final String PATH = "files";

    /** The most files that Figshare returns with a record (FACTS 4.5). */
    private static final int MAX_FILES_IN_RECORD = 10;

    /**
     * Adds a file to the record. Returns Figshare's number of it.
     *
     * @param beforeSend stores that the call is sent, after its wait for the rate limit; if that fails, nothing is sent
     */
    long add(DeclaredFile file, Supplier<Uni<Void>> beforeSend) {
        ObjectNode body = accounts.emptyObject().put("name", file.name());
        if (file.link() != null) {
            body.put("link", file.link());
        } else {
            body.put("size", file.size());
            if (file.md5() != null) {
                body.put("md5", file.md5());
            }
        }
        return accounts.addPart(context, ADD, item, PATH, body, beforeSend);
    }

    /** Enters in the audit trail that the outcome of an {@link #add} without an end is unknown. */
    void recordLostAdd() {
        accounts.enterOutcome(context, ADD, item, AuditTrail.UNKNOWN);
    }

    /** Reads a file's record; empty if it does not exist. */
    Optional<ObjectNode> find(long number) {
        try {
            return Optional.of(accounts.part(context, "read file", item, PATH, number));
        } catch (FigshareFailure failure) {
            if (failure.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    /** Tells Figshare that all bytes have been sent. */
    void complete(long number) {
        accounts.post(context, "complete file", item, path(number), accounts.emptyObject());
    }

    /**
     * Returns the files that a new file replaces. Fails with 409 if the record has a file whose name differs only in
     * case.
     */
    List<Long> findReplaced(DeclaredFile file) {
        List<ObjectNode> current = list(false);
        FileName.requireDistinct(
                file.name(), current.stream().map(ItemFiles::name).toList());
        return findNumbers(file, current);
    }

    /** Returns the files with the name of this one. Ignores files in folders, which may have the same name. */
    public List<Long> findNumbers(DeclaredFile file) {
        return findNumbers(file, list(true));
    }

    private static List<Long> findNumbers(DeclaredFile file, List<ObjectNode> records) {
        return records.stream()
                .filter(stored -> name(stored).equals(file.name())
                        || (stored.path("is_link_only").asBoolean()
                                && stored.path("download_url").asText().equals(file.link())))
                .map(stored -> stored.path("id").asLong())
                .toList();
    }

    /** Returns the name in the normalised form in which names are compared. Figshare keeps the form that was sent. */
    private static String name(ObjectNode stored) {
        return FileName.normalise(stored.path("name").asText());
    }

    /**
     * Lists the files that are in no folder, after verifying that the record belongs to the depositor.
     *
     * @param complete whether to list all files, since those in the record may be incomplete (FACTS 4.5)
     */
    private List<ObjectNode> list(boolean complete) {
        ObjectNode record = accounts.article(context, item);
        List<ObjectNode> inRecord = new ArrayList<>();
        record.path("files")
                .forEach(file -> inRecord.add(file instanceof ObjectNode object ? object : accounts.emptyObject()));
        boolean sufficient = !complete && !inRecord.isEmpty() && inRecord.size() < MAX_FILES_IN_RECORD;
        List<ObjectNode> all = sufficient ? inRecord : accounts.files(context, item);
        return all.stream()
                .filter(file ->
                        !record.path("folder_structure").has(file.path("id").asText()))
                .toList();
    }

    /**
     * Returns the files that Figshare added late, for a call whose answer was lost, after the same file had been added
     * again.
     */
    public Set<Long> findLate(List<StoredFile> sent) {
        Set<Long> known =
                sent.stream().map(StoredFile::number).filter(Objects::nonNull).collect(Collectors.toSet());
        return list(true).stream()
                .filter(stored -> !known.contains(stored.path("id").asLong()))
                .filter(stored -> sent.stream().anyMatch(file -> isLate(stored, file)))
                .map(stored -> stored.path("id").asLong())
                .collect(Collectors.toSet());
    }

    /** Returns whether the record has no bytes and equals an available file. */
    private static boolean isLate(ObjectNode stored, StoredFile file) {
        DeclaredFile declared = file.declared();
        if (file.state() != FileState.AVAILABLE) {
            return false;
        }
        return declared.link() == null
                ? stored.path("status").asText().equals("created")
                        && name(stored).equals(declared.name())
                        && stored.path("size").asLong() == declared.size()
                : stored.path("is_link_only").asBoolean()
                        && stored.path("download_url").asText().equals(declared.link());
    }

    /** Deletes a file. Succeeds if it does not exist. */
    public void delete(long number) {
        try {
            accounts.deletePart(context, "delete file", item, path(number));
        } catch (FigshareFailure failure) {
            if (failure.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failure;
            }
        }
    }

    /**
     * Deletes files and verifies that they are gone. Figshare may ignore the impersonation of a DELETE, and then
     * deletes nothing (FACTS section 2).
     */
    public void delete(Set<Long> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        numbers.forEach(this::delete);
        boolean remain = accounts.files(context, item).stream()
                .anyMatch(file -> numbers.contains(file.path("id").asLong()));
        if (remain) {
            throw new Problem(STILL_THERE, "Figshare still has the file: delete it there, or try again later.");
        }
    }

    private static String path(long number) {
        return PATH + "/" + number;
    }
}
