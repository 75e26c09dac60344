package io.campusfigshare.deposit.account;

import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.audit.AuditTrail;
import io.campusfigshare.deposit.store.Pause;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to the account API, each with a span and an entry in the audit trail. A call that changes something is
 * entered before it is made, too. The methods block.
 */
@Singleton
class AuditedCalls {

    private static final ProblemType REFUSED =
            new ProblemType("figshare-refused-deposit", 422, "Figshare refuses this");
    private static final ProblemType REFUSED_PERSON =
            new ProblemType("refused-depositor", 422, "Figshare does not permit this for the person");

    /** How long a call waits for its turn in the pace at most. After that, the caller is told to come back. */
    private static final Duration MAX_WAIT_FOR_PACE = Duration.ofSeconds(20);

    private final AccountClient client;
    private final FigshareApi figshare;
    private final AuditTrail audit;
    private final Tracer tracer;

    AuditedCalls(@RestClient AccountClient client, FigshareApi figshare, AuditTrail audit, Tracer tracer) {
        this.client = client;
        this.figshare = figshare;
        this.audit = audit;
        this.tracer = tracer;
    }

    /**
     * Makes a call that changes nothing. It may be repeated.
     *
     * @param action what the audit trail calls it
     * @param item   Figshare's number of the record; null if the call is about none
     */
    <T> T read(ImpersonationContext context, String action, @Nullable Long item, Supplier<Uni<T>> call) {
        return traced(context, action, item, null, () -> repeatable(call));
    }

    /** Makes a call that changes something and has the same effect if it is repeated. */
    <T> T change(ImpersonationContext context, String action, @Nullable Long item, Supplier<Uni<T>> call) {
        return changing(context, action, item, () -> repeatable(call));
    }

    /** Makes a call that must not be repeated. */
    <T> T changeOnce(ImpersonationContext context, String action, @Nullable Long item, Supplier<Uni<T>> call) {
        return changeOnce(context, action, item, () -> Uni.createFrom().voidItem(), call);
    }

    /**
     * Makes a call that must not be repeated.
     *
     * @param beforeSend runs when the pace permits the call; if it fails, the call is not sent
     */
    <T> T changeOnce(
            ImpersonationContext context,
            String action,
            @Nullable Long item,
            Supplier<Uni<Void>> beforeSend,
            Supplier<Uni<T>> call) {
        return changing(context, action, item, () -> waitForPace(() -> figshare.write(beforeSend, call)));
    }

    /** Like {@link #changeOnce}, but fails at once if the pace does not permit the call. */
    <T> T tryChangeOnce(
            ImpersonationContext context,
            String action,
            @Nullable Long item,
            Supplier<Uni<Void>> beforeSend,
            Supplier<Uni<T>> call) {
        return changing(
                context,
                action,
                item,
                () -> figshare.write(beforeSend, call).await().indefinitely());
    }

    private <T> T changing(ImpersonationContext context, String action, @Nullable Long item, Supplier<T> call) {
        return traced(context, action, item, audit.intend(context, action, item), call);
    }

    private <T> T traced(
            ImpersonationContext context, String action, @Nullable Long item, @Nullable Long intent, Supplier<T> call) {
        T answer;
        // The attribute finds all traces of a deposit, including those that no request started.
        Span span = tracer.spanBuilder("figshare " + action)
                .setAttribute(
                        "deposit",
                        context.deposit() == null ? "" : context.deposit().toString())
                .startSpan();
        try {
            answer = Context.current().with(span).wrapSupplier(call).get();
        } catch (FigshareFailure failed) {
            span.setStatus(StatusCode.ERROR, failed.type().name());
            if (intent != null || !failed.wasNotSent()) {
                audit.enter(context, action, item, outcome(failed), intent);
            }
            throw explained(failed);
        } catch (Problem notStored) {
            // What has to be stored before the call could not be stored, so it was not sent.
            if (intent != null) {
                audit.enter(context, action, item, AuditTrail.NOT_DONE, intent);
            }
            throw notStored;
        } finally {
            span.end();
        }
        audit.enter(
                context,
                action,
                item == null && answer instanceof Long number ? number : item,
                AuditTrail.DONE,
                intent);
        return answer;
    }

    private static String outcome(FigshareFailure failed) {
        return failed.wasNotSent()
                ? AuditTrail.NOT_DONE
                : failed.mayHaveTakenEffect()
                        ? AuditTrail.UNKNOWN
                        : failed.type().name();
    }

    /** If the caller can correct what Figshare refuses, the problem says how, in Figshare's words. */
    private FigshareFailure explained(FigshareFailure failed) {
        String detail = failed.figshareMessage() == null
                ? "Figshare gives no reason."
                : "Figshare says: " + sentence(failed.figshareMessage());
        return switch (failed.kind()) {
            case INVALID -> failed.withProblem(REFUSED, detail);
            case REFUSED -> isTokenAccepted() ? failed.withProblem(REFUSED_PERSON, detail) : lockedOut(failed);
            default -> failed;
        };
    }

    private static String sentence(String message) {
        return message.endsWith(".") || message.endsWith("!") || message.endsWith("?") ? message : message + ".";
    }

    /**
     * Whether Figshare accepts the administrator's token. It answers 403 both to a bad token and for a person (FACTS
     * 4.2).
     */
    private boolean isTokenAccepted() {
        try {
            repeatable(() -> client.accounts(null, null, null, 1, 1));
            return true;
        } catch (FigshareFailure refused) {
            if (refused.kind() == FigshareFailure.Kind.REFUSED) {
                return false;
            }
            throw refused;
        }
    }

    static FigshareFailure lockedOut(FigshareFailure refusal) {
        Log.error("Figshare does not accept the administrator's token: deposits wait for a new one");
        return FigshareFailure.lockedOut(refusal);
    }

    private <T> T repeatable(Supplier<Uni<T>> call) {
        return waitForPace(() -> figshare.read(CallPriority.READ, call));
    }

    /** Repeats a call that was not sent because of the pace. A deposit takes many calls, and they may wait. */
    private static <T> T waitForPace(Supplier<Uni<T>> call) {
        long until = System.nanoTime() + MAX_WAIT_FOR_PACE.toNanos();
        while (true) {
            try {
                return call.get().await().indefinitely();
            } catch (FigshareFailure busy) {
                Duration wait = busy.retryAfter();
                if (busy.kind() != FigshareFailure.Kind.BUSY
                        || wait == null
                        || System.nanoTime() + wait.toNanos() > until) {
                    throw busy;
                }
                Pause.of(wait);
            }
        }
    }
}
