package io.campusfigshare.deposit.metadata;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody.Violation;
import io.campusfigshare.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with what a caller sent: everything, so that it can be put right in one go. */
public final class Violations {

    static final ProblemType INVALID_METADATA = new ProblemType("invalid-metadata", 422, "The metadata are not valid");

    /** More than anybody puts right at once. */
    private static final int MOST = 100;

    private final List<Violation> found = new ArrayList<>();

    /**
     * @param pointer where it is, as RFC 6901 writes it
     * @param detail  the rest of a sentence that begins with the value
     */
    void add(String pointer, String detail) {
        if (found.size() < MOST) {
            found.add(new Violation(pointer, detail));
        }
    }

    /** Adds what is wrong with something that stands at that place. */
    public Violations include(String pointer, Violations inner) {
        inner.found.forEach(violation -> add(pointer + violation.pointer(), violation.detail()));
        return this;
    }

    List<Violation> found() {
        return List.copyOf(found);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Refuses what was sent, if anything is wrong with it. */
    public void orThrow(ProblemType type) {
        problem(type).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Empty where nothing is wrong. */
    public Optional<Problem> problem(ProblemType type) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Violation first = found.getFirst();
        String detail = first.pointer().isEmpty() ? first.detail() : first.pointer() + ": " + first.detail();
        return Optional.of(new Problem(
                type,
                found.size() == 1
                        ? detail + "."
                        : "There are " + found.size() + " errors, all in errors; the first: " + detail + ".",
                found));
    }

    /** The pointer to a member of what the given one points to. */
    static String below(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
