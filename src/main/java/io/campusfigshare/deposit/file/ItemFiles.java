package io.campusfigshare.deposit.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.deposit.access.ImpersonationContext;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.audit.AuditTrail;
import io.campusfigshare.deposit.store.DeclaredFile;
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
 * The files of one record as Figshare has them.
 *
 * @param act  for whom Figshare is asked
 * @param item the number of the record
 */
public record ItemFiles(AccountApi figshare, ImpersonationContext act, long item) {

    private static final ProblemType STILL_THERE = new ProblemType("not-deleted", 502, "Figshare did not delete it");

    public static final String ADD = "add file";
    private static final String FILES = "files";

    /** A detail tells that many at most (FACTS 4.5). */
    private static final int TOLD_IN_DETAIL = 10;

    /**
     * The number of a new one.
     *
     * @param about what is written down when the call's turn has come; where that fails, nothing is sent
     */
    long add(DeclaredFile file, Supplier<Uni<Void>> about) {
        ObjectNode body = figshare.emptyObject().put("name", file.name());
        if (file.link() != null) {
            body.put("link", file.link());
        } else {
            body.put("size", file.size());
            if (file.md5() != null) {
                body.put("md5", file.md5());
            }
        }
        return figshare.addPart(act, ADD, item, FILES, body, about);
    }

    /** Nobody knows what has come of an {@link #add} that is not on record as ended. */
    void lost() {
        figshare.enterOutcome(act, ADD, item, AuditTrail.UNKNOWN);
    }

    Optional<ObjectNode> find(long number) {
        try {
            return Optional.of(figshare.part(act, "read file", item, FILES, number));
        } catch (FigshareFailure absent) {
            if (absent.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw absent;
            }
            return Optional.empty();
        }
    }

    /** Figshare has all of its bytes. */
    void complete(long number) {
        figshare.post(act, "complete file", item, path(number), figshare.emptyObject());
    }

    /** Those whose place a new one takes; refuses it where it would stand beside one that it can hardly be told from. */
    List<Long> inTheWayOf(DeclaredFile file) {
        List<ObjectNode> there = there(false);
        file.mustDiffer(there.stream().map(ItemFiles::name).toList());
        return numbers(file, there);
    }

    /** Those of that name, but for those that somebody has put into a folder: another file may have the same name there. */
    public List<Long> numbers(DeclaredFile file) {
        return numbers(file, there(true));
    }

    private static List<Long> numbers(DeclaredFile file, List<ObjectNode> there) {
        return there.stream()
                .filter(stored -> name(stored).equals(file.name())
                        || (stored.path("is_link_only").asBoolean()
                                && stored.path("download_url").asText().equals(file.link())))
                .map(stored -> stored.path("id").asLong())
                .toList();
    }

    /** In the spelling in which names are compared here; Figshare keeps the one that somebody has sent. */
    private static String name(ObjectNode stored) {
        return DeclaredFile.composed(stored.path("name").asText());
    }

    /**
     * All that are in no folder, once the record is seen to be theirs.
     *
     * @param surely whether a detail is not enough, in which files may be missing (FACTS 4.5)
     */
    private List<ObjectNode> there(boolean surely) {
        ObjectNode record = figshare.article(act, item);
        List<ObjectNode> told = new ArrayList<>();
        record.path("files")
                .forEach(file -> told.add(file instanceof ObjectNode object ? object : figshare.emptyObject()));
        boolean enough = !surely && !told.isEmpty() && told.size() < TOLD_IN_DETAIL;
        List<ObjectNode> all = enough ? told : figshare.files(act, item);
        return all.stream()
                .filter(file ->
                        !record.path("folder_structure").has(file.path("id").asText()))
                .toList();
    }

    /** Those that came of an {@link #add} whose outcome was not known, after the same file had been added again. */
    public Set<Long> late(List<StoredFile> ours) {
        Set<Long> known =
                ours.stream().map(StoredFile::file).filter(Objects::nonNull).collect(Collectors.toSet());
        return there(true).stream()
                .filter(stored -> !known.contains(stored.path("id").asLong()))
                .filter(stored -> ours.stream().anyMatch(entry -> isLate(stored, entry)))
                .map(stored -> stored.path("id").asLong())
                .collect(Collectors.toSet());
    }

    /** Nobody has sent a byte of it, and what it was to be is there. */
    private static boolean isLate(ObjectNode stored, StoredFile file) {
        DeclaredFile announced = file.announced();
        if (file.state() != FileState.AVAILABLE) {
            return false;
        }
        return announced.link() == null
                ? stored.path("status").asText().equals("created")
                        && name(stored).equals(announced.name())
                        && stored.path("size").asLong() == announced.size()
                : stored.path("is_link_only").asBoolean()
                        && stored.path("download_url").asText().equals(announced.link());
    }

    /** Gone is what is not there any more, whatever Figshare has answered. */
    public void delete(long number) {
        try {
            figshare.deletePart(act, "delete file", item, path(number));
        } catch (FigshareFailure failed) {
            if (failed.kind() != FigshareFailure.Kind.NOT_FOUND) {
                throw failed;
            }
        }
    }

    /** The same, and looks afterwards: for whom a DELETE is may be ignored, and then it deletes nothing (FACTS section 2). */
    public void delete(Set<Long> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        numbers.forEach(this::delete);
        boolean there = figshare.files(act, item).stream()
                .anyMatch(file -> numbers.contains(file.path("id").asLong()));
        if (there) {
            throw new Problem(STILL_THERE, "Figshare still has the file: delete it there, or try again later.");
        }
    }

    private static String path(long number) {
        return FILES + "/" + number;
    }
}
