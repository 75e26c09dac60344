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

/** A call to Figshare that brought no usable answer; says whether it is worth another try and whom it counts against. */
public final class FigshareFailure extends Problem {

    private static final long serialVersionUID = 1L;
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Until somebody may have put right what only people can. */
    private static final Duration LATER = Duration.ofMinutes(1);

    /** What went wrong, as the retry, the breaker and the caller need to know it. */
    public enum Kind {
        UNREACHABLE(503, "figshare-unreachable", "Figshare cannot be reached", true, true),
        SLOW(504, "figshare-slow", "Figshare took too long", true, true),
        BROKEN(502, "figshare-broken", "Figshare answered with an error", true, true),
        /** The firewall or nginx in front of Figshare (FACTS 4.4), not Figshare itself. */
        BLOCKED(502, "figshare-blocked", "Figshare's firewall answered in its place", true, true),
        GARBLED(502, "figshare-garbled", "Figshare's answer cannot be read", true, true),
        THROTTLED(503, "figshare-throttled", "Figshare asks us to slow down", true, false),
        NOT_FOUND(404, "not-found", "There is nothing here", false, false),
        /** Figshare does not take these values (400, 422). */
        INVALID(502, "figshare-refused", "Figshare refused the request", false, false),
        /** Figshare does not let us (401, 403, 409). */
        REFUSED(502, "figshare-refused", "Figshare refused the request", false, false),
        /** Figshare does not let the administrator in: the token has ended, or has been taken back. */
        LOCKED_OUT(503, "figshare-token", "Figshare does not take the token of this service", false, false),
        /** Not sent: the queue for the pace, or the bulkhead, is full. */
        BUSY(503, "busy", "Too many questions for Figshare at once", false, false),
        /** Not sent: the pace cannot be shared out. */
        UNPACED(503, "unpaced", "Calls to Figshare cannot be shared out now", false, false),
        /** Not sent: the breaker is open. */
        RESTING(503, "figshare-resting", "Figshare is failing and is left alone for a moment", false, false);

        private final ProblemType type;
        private final boolean isRetryable;
        private final boolean countsAgainstHost;

        Kind(int status, String name, String title, boolean isRetryable, boolean countsAgainstHost) {
            this.type = new ProblemType(name, status, title);
            this.isRetryable = isRetryable;
            this.countsAgainstHost = countsAgainstHost;
        }

        /** As metrics and the database name it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String advice() {
            return switch (this) {
                case NOT_FOUND -> "Figshare has no such public record.";
                case INVALID, REFUSED -> "Figshare does not do what these parameters ask for.";
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

    private FigshareFailure(FigshareFailure same, ProblemType type, String detail) {
        super(type, detail, same.retryAfter(), same);
        this.kind = same.kind;
        this.requestedWait = same.requestedWait;
        this.figshareMessage = same.figshareMessage;
    }

    /** The same failure; the caller is told this of it. */
    public FigshareFailure withProblem(ProblemType type, String detail) {
        return new FigshareFailure(this, type, detail);
    }

    /** It was the administrator's token that Figshare refused. */
    public static FigshareFailure lockedOut(FigshareFailure refusal) {
        return new FigshareFailure(Kind.LOCKED_OUT, LATER, null, refusal);
    }

    /** An answer that is not the one hoped for; {@code requestedWait} is its Retry-After, {@code figshareMessage} its message. */
    public static FigshareFailure answered(
            Kind kind, @Nullable Duration requestedWait, @Nullable String figshareMessage) {
        return new FigshareFailure(
                kind,
                kind.isRetryable && requestedWait == null ? SOON : requestedWait,
                requestedWait,
                figshareMessage,
                null);
    }

    /** Refused before it was sent; {@code wait} is when there will be room. */
    public static FigshareFailure busy(Duration wait) {
        return new FigshareFailure(Kind.BUSY, wait, null, null);
    }

    /** Not sent, because nobody can tell when it may be: the database that the pace is shared in is out of reach. */
    public static FigshareFailure unpaced(Throwable cause) {
        return new FigshareFailure(Kind.UNPACED, SOON, null, cause);
    }

    /** Not sent: the breaker is open, for so long at most. */
    public static FigshareFailure resting(Duration delay, Throwable open) {
        return new FigshareFailure(Kind.RESTING, delay, null, open);
    }

    /** Took longer than it may. */
    public static FigshareFailure slow(Throwable cause) {
        return new FigshareFailure(Kind.SLOW, SOON, null, cause);
    }

    /** No answer came, for the connection or for want of one. */
    public static FigshareFailure unreachable(Throwable cause) {
        return new FigshareFailure(Kind.UNREACHABLE, SOON, null, cause);
    }

    /** An answer that is no JSON, or not the JSON that was requestedWait for. */
    public static FigshareFailure garbled(@Nullable Throwable cause) {
        return new FigshareFailure(Kind.GARBLED, SOON, null, cause);
    }

    /** Any failure of a call as one of ours; what the frameworks wrap around it is taken off. */
    public static Throwable of(Throwable failure, Duration breakerDelay) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            switch (t) {
                case Problem ours -> {
                    return ours;
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
                case DatabaseException ours -> {
                    return ours; // Of what is written down before a call.
                }
                case VertxException closed -> {
                    return unreachable(closed);
                }
                default -> {
                    // Wrapping: what it hides is looked at next.
                }
            }
        }
        return failure;
    }

    /** Whether Figshare was left alone: the queue was full, the pace unknown, or the breaker open. */
    public boolean wasNotSent() {
        return kind == Kind.BUSY || kind == Kind.UNPACED || kind == Kind.RESTING;
    }

    /** Whether it may be this record alone that Figshare cannot give. */
    public boolean mayBeOfOneRecord() {
        return switch (kind) {
            case UNREACHABLE, SLOW, BROKEN, BLOCKED, GARBLED, INVALID, REFUSED -> true;
            case THROTTLED, NOT_FOUND, LOCKED_OUT, BUSY, UNPACED, RESTING -> false;
        };
    }

    /** Whether Figshare may have done what it was requestedWait, although it has not figshareMessage so. */
    public boolean mayHaveHappened() {
        return switch (kind) {
            case UNREACHABLE, SLOW, BROKEN, BLOCKED, GARBLED -> true;
            case THROTTLED, NOT_FOUND, INVALID, REFUSED, LOCKED_OUT, BUSY, UNPACED, RESTING -> false;
        };
    }

    /** Figshare's own words, cleaned and cut short; null where it has none. */
    public @Nullable String figshareMessage() {
        return figshareMessage;
    }

    public static boolean isRetryable(Throwable failure) {
        return failure instanceof FigshareFailure f && f.kind.isRetryable;
    }

    /** Whether the breaker counts it: the host failed, rather than the question. */
    public static boolean countsAgainstHost(Throwable failure) {
        return failure instanceof FigshareFailure f && f.kind.countsAgainstHost;
    }

    public Kind kind() {
        return kind;
    }

    /** What Figshare itself requestedWait us to wait (Retry-After), or null. */
    public @Nullable Duration requestedWait() {
        return requestedWait;
    }
}
