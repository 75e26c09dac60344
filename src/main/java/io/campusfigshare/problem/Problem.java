package io.campusfigshare.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure that itself says what the caller is told; {@link Problems} is the one place that answers it. */
public class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final @Nullable Duration retryAfter;
    private final transient List<ProblemBody.Violation> errors;

    /**
     * @param detail     what happened and what to do; the caller reads it, so no secret, upstream URL or class name
     * @param retryAfter when waiting helps, else null
     * @param cause      for the log only
     */
    public Problem(ProblemType type, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        this(type, detail, retryAfter, cause, List.of());
    }

    /** What the caller sent is wrong in these ways, all of which the answer lists. */
    public Problem(ProblemType type, String detail, List<ProblemBody.Violation> errors) {
        this(type, detail, null, null, List.copyOf(errors));
    }

    private Problem(
            ProblemType type,
            String detail,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause,
            List<ProblemBody.Violation> errors) {
        // An expected failure: where it was made says nothing that its type does not, and a flood of them must be
        // cheap.
        super(detail, cause, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
        this.errors = errors;
    }

    /** A failure that waiting does not mend. */
    public Problem(ProblemType type, String detail) {
        this(type, detail, null, null);
    }

    /** The caller sent a value that cannot be: 400. */
    public static Problem invalidParameter(String name, String why) {
        return new Problem(ProblemType.INVALID_PARAMETER, name + ": " + why);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** How long to wait before another try, or null where waiting does not help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** As RFC 9457 writes it; {@code instance} is the path that was asked for. */
    public ProblemBody body(@Nullable String instance) {
        return new ProblemBody(
                type.uri(), type.title(), type.status(), detail(), instance, errors.isEmpty() ? null : errors);
    }
}
