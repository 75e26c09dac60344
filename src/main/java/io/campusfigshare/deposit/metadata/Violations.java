package io.campusfigshare.deposit.metadata;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemBody.Violation;
import io.campusfigshare.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all violations of a request, so that the client can correct them at once. */
public final class Violations {

    static final ProblemType INVALID_METADATA = new ProblemType("invalid-metadata", 422, "The metadata are not valid");

    /** Limits the size of the answer. */
    private static final int MAX_VIOLATIONS = 100;

    private final List<Violation> found = new ArrayList<>();

    /**
     * @param pointer the JSON pointer of the value (RFC 6901)
     * @param detail  the predicate of a sentence whose subject is the value
     */
    void add(String pointer, String detail) {
        if (found.size() < MAX_VIOLATIONS) {
            found.add(new Violation(pointer, detail));
        }
    }

    /** Adds the violations of the value at that JSON pointer. */
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

    /** Throws a problem with all violations if there are any. */
    public void orThrow(ProblemType type) {
        problem(type).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Returns a problem with all violations; empty if there are none. */
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
                        : found.size() + " errors are listed in errors. The first: " + detail + ".",
                found));
    }

    /** Returns the pointer of a member of the value at the pointer. */
    static String below(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
