package io.campusfigshare.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exception that is answered as a problem (RFC 9457); see {@link ProblemMappers}. */
public class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final @Nullable Duration retryAfter;
    private final transient List<ProblemBody.Violation> errors;

    /**
     * @param detail     what happened, and what the caller can do; sent to the caller, so it must not contain secrets,
     *                   upstream URLs or class names
     * @param retryAfter how long to wait before a retry; null if retrying does not help
     * @param cause      for the log only
     */
    public Problem(ProblemType type, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        this(type, detail, retryAfter, cause, List.of());
    }

    /** Creates a problem that lists all violations in the request. */
    public Problem(ProblemType type, String detail, List<ProblemBody.Violation> errors) {
        this(type, detail, null, null, List.copyOf(errors));
    }

    private Problem(
            ProblemType type,
            String detail,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause,
            List<ProblemBody.Violation> errors) {
        // No stack trace: the failure is expected, its type says where it comes from, and many of them must be cheap.
        super(detail, cause, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
        this.errors = errors;
    }

    /** Creates a problem for which retrying does not help. */
    public Problem(ProblemType type, String detail) {
        this(type, detail, null, null);
    }

    /** Returns a 400 for an invalid parameter. */
    public static Problem invalidParameter(String name, String reason) {
        return new Problem(ProblemType.INVALID_PARAMETER, name + ": " + reason);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Returns how long to wait before a retry; null if retrying does not help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Returns the body of the response; {@code instance} is the path of the request. */
    public ProblemBody body(@Nullable String instance) {
        return new ProblemBody(
                type.uri(), type.title(), type.status(), detail(), instance, errors.isEmpty() ? null : errors);
    }
}
