package io.campusfigshare.figshare;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * A call to Figshare that returned no usable answer. Says whether a retry may help and whether the failure counts
 * against the host in its circuit breaker.
 */
public final class FigshareFailure extends Problem {

    private static final long serialVersionUID = 1L;
    private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(5);

    /** Only an administrator can replace the token, so an early retry is useless. */
    private static final Duration RETRY_AFTER_TOKEN_REJECTED = Duration.ofMinutes(1);

    /** The kinds of failure. Each has its problem type and says how the retry and the circuit breaker treat it. */
    public enum Kind {
        UNREACHABLE(503, "figshare-unreachable", "Figshare is unreachable", true, true),
        SLOW(504, "figshare-slow", "Figshare did not answer in time", true, true),
        BROKEN(502, "figshare-broken", "Figshare answered with an error", true, true),
        /** The firewall or nginx in front of Figshare answered, not Figshare itself (FACTS 4.4). */
        BLOCKED(502, "figshare-blocked", "Figshare's firewall blocked the request", true, true),
        GARBLED(502, "figshare-garbled", "Figshare's answer is malformed", true, true),
        THROTTLED(503, "figshare-throttled", "Figshare's rate limit is exceeded", true, false),
        NOT_FOUND(404, "not-found", ProblemType.NOT_FOUND.title(), false, false),
        /** Figshare rejects the values (400, 422). */
        INVALID(502, "figshare-refused", "Figshare refused the request", false, false),
        /** Figshare does not permit the request (401, 403, 409). */
        REFUSED(502, "figshare-refused", "Figshare refused the request", false, false),
        /** Figshare rejects the administrator's token: it has expired or was revoked. */
        LOCKED_OUT(503, "figshare-token", "Figshare rejects the token of this service", false, false),
        /** Not sent: the queue of waiting calls, or the bulkhead, is full. */
        BUSY(503, "busy", "Too many requests to Figshare are waiting", false, false),
        /** Not sent: the database that holds the shared pace is unreachable. */
        UNPACED(503, "unpaced", "Requests to Figshare cannot be scheduled at the moment", false, false),
        /** Not sent: the circuit breaker is open. */
        RESTING(503, "figshare-resting", "Requests to Figshare are suspended after repeated failures", false, false);

        private final ProblemType type;
        private final boolean isRetryable;
        private final boolean countsAgainstHost;

        Kind(int status, String name, String title, boolean isRetryable, boolean countsAgainstHost) {
            this.type = new ProblemType(name, status, title);
            this.isRetryable = isRetryable;
            this.countsAgainstHost = countsAgainstHost;
        }

        /** Returns the name that metrics and the database use. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String advice() {
            return switch (this) {
                case NOT_FOUND -> "Figshare has no such public record.";
                case INVALID, REFUSED -> "Figshare rejected these parameters.";
                default -> type.title() + ". Try again later.";
            };
        }
    }

    private final Kind kind;
    private final @Nullable Duration requestedWait;
    private final @Nullable String figshareMessage;

    private FigshareFailure(
            Kind kind, @Nullable Duration retryAfter, @Nullable Duration requestedWait, @Nullable Throwable cause) {
        this(kind, retryAfter, requestedWait, null, cause);
    }

    private FigshareFailure(
            Kind kind,
            @Nullable Duration retryAfter,
            @Nullable Duration requestedWait,
            @Nullable String figshareMessage,
            @Nullable Throwable cause) {
        super(kind.type, kind.advice(), retryAfter, cause);
        this.kind = kind;
        this.requestedWait = requestedWait;
        this.figshareMessage = figshareMessage;
    }

    private FigshareFailure(FigshareFailure original, ProblemType type, String detail) {
        super(type, detail, original.retryAfter(), original);
        this.kind = original.kind;
        this.requestedWait = original.requestedWait;
        this.figshareMessage = original.figshareMessage;
    }

    /** Returns the same failure with another problem type and detail for the client. */
    public FigshareFailure withProblem(ProblemType type, String detail) {
        return new FigshareFailure(this, type, detail);
    }

    /** Returns the failure for a rejected administrator's token. */
    public static FigshareFailure lockedOut(FigshareFailure refusal) {
        return new FigshareFailure(Kind.LOCKED_OUT, RETRY_AFTER_TOKEN_REJECTED, null, refusal);
    }

    /**
     * Returns the failure for an error answer.
     *
     * @param requestedWait   its Retry-After, or null
     * @param figshareMessage its message, or null
     */
    public static FigshareFailure answered(
            Kind kind, @Nullable Duration requestedWait, @Nullable String figshareMessage) {
        return new FigshareFailure(
                kind,
                kind.isRetryable && requestedWait == null ? RETRY_AFTER_FAILURE : requestedWait,
                requestedWait,
                figshareMessage,
                null);
    }

    /**
     * Returns the failure for a call that was refused before it was sent; {@code wait} is the time until there is room.
     */
    public static FigshareFailure busy(Duration wait) {
        return new FigshareFailure(Kind.BUSY, wait, null, null);
    }

    /** Returns the failure for a call that was not sent because the database with the shared pace is unreachable. */
    public static FigshareFailure unpaced(Throwable cause) {
        return new FigshareFailure(Kind.UNPACED, RETRY_AFTER_FAILURE, null, cause);
    }

    /** Returns the failure for a call that was not sent because the breaker is open, for at most {@code delay}. */
    public static FigshareFailure resting(Duration delay, Throwable open) {
        return new FigshareFailure(Kind.RESTING, delay, null, open);
    }

    /** Returns the failure for a timeout. */
    public static FigshareFailure slow(Throwable cause) {
        return new FigshareFailure(Kind.SLOW, RETRY_AFTER_FAILURE, null, cause);
    }

    /** Returns the failure for a call without an answer: the connection failed or was closed. */
    public static FigshareFailure unreachable(Throwable cause) {
        return new FigshareFailure(Kind.UNREACHABLE, RETRY_AFTER_FAILURE, null, cause);
    }

    /** Returns the failure for an answer that is not JSON, or not the expected JSON. */
    public static FigshareFailure garbled(@Nullable Throwable cause) {
        return new FigshareFailure(Kind.GARBLED, RETRY_AFTER_FAILURE, null, cause);
    }

    /** Returns the failure of a call as a {@link Problem}, without the exceptions that frameworks wrap around it. */
    public static Throwable of(Throwable failure, Duration breakerDelay) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case Problem problem -> {
                    return problem;
                }
                case CircuitBreakerOpenException open -> {
                    return resting(breakerDelay, open);
                }
                case BulkheadException full -> {
                    return new FigshareFailure(Kind.BUSY, Duration.ofSeconds(1), null, full);
                }
                case TimeoutException late -> {
                    return slow(late);
                }
                case IOException broken -> {
                    return unreachable(broken);
                }
                case DatabaseException database -> {
                    return database; // A record is written to the database before a call.
                }
                case VertxException closed -> {
                    return unreachable(closed);
                }
                default -> {
                    // A wrapper: continue with its cause.
                }
            }
        }
        return failure;
    }

    /** Returns whether the call was never sent: the queue was full, the pace unknown, or the breaker open. */
    public boolean wasNotSent() {
        return kind == Kind.BUSY || kind == Kind.UNPACED || kind == Kind.RESTING;
    }

    /** Returns whether the failure may concern only the requested record. */
    public boolean mayConcernOneRecord() {
        return switch (kind) {
            case UNREACHABLE, SLOW, BROKEN, BLOCKED, GARBLED, INVALID, REFUSED -> true;
            case THROTTLED, NOT_FOUND, LOCKED_OUT, BUSY, UNPACED, RESTING -> false;
        };
    }

    /** Returns whether Figshare may have executed the request although it did not confirm it. */
    public boolean mayHaveTakenEffect() {
        return switch (kind) {
            case UNREACHABLE, SLOW, BROKEN, BLOCKED, GARBLED -> true;
            case THROTTLED, NOT_FOUND, INVALID, REFUSED, LOCKED_OUT, BUSY, UNPACED, RESTING -> false;
        };
    }

    /** Returns Figshare's own message, sanitized and shortened; null if there is none. */
    public @Nullable String figshareMessage() {
        return figshareMessage;
    }

    public static boolean isRetryable(Throwable failure) {
        return failure instanceof FigshareFailure f && f.kind.isRetryable;
    }

    /** Returns whether the breaker counts the failure: the host failed, not the request. */
    public static boolean countsAgainstHost(Throwable failure) {
        return failure instanceof FigshareFailure f && f.kind.countsAgainstHost;
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the wait that Figshare requested with Retry-After, or null. */
    public @Nullable Duration requestedWait() {
        return requestedWait;
    }
}
