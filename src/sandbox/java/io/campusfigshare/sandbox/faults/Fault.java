package io.campusfigshare.sandbox.faults;

import io.campusfigshare.sandbox.http.Params;
import io.campusfigshare.sandbox.http.Rejection;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** An injected fault: its kind, the requests it applies to, and how often it applies. */
public final class Fault {

    private static final Set<String> KEYS =
            Set.of("kind", "method", "path", "times", "delayMillis", "retryAfterSeconds", "status", "chance", "seed");
    private static final Set<FaultKind> WITH_DEFAULT_DELAY =
            EnumSet.of(FaultKind.SLOW, FaultKind.LATE_ANSWER, FaultKind.PUBLISH_DELAY, FaultKind.DONE_LATER);
    private static final int MAX_PATTERN_CHARACTERS = 500;
    private static final int MAX_DELAY_MILLIS = 600_000;

    private final FaultKind kind;
    private final @Nullable String method;
    private final Pattern path;
    private final OptionalLong times;
    private final long delayMillis;
    private final int retryAfterSeconds;
    private final int status;
    private final double chance;
    private final long seed;
    private final SplittableRandom random;
    private long applied;

    private Fault(FaultKind kind, Params params) {
        this.kind = kind;
        method =
                params.text("method").map(name -> name.toUpperCase(Locale.ROOT)).orElse(null);
        path = pattern(params.text("path"));
        times = params.has("times") ? OptionalLong.of(number(params, "times", 0, 1, 1_000_000)) : OptionalLong.empty();
        delayMillis = number(params, "delayMillis", WITH_DEFAULT_DELAY.contains(kind) ? 1000 : 0, 0, MAX_DELAY_MILLIS);
        retryAfterSeconds = (int) number(params, "retryAfterSeconds", kind == FaultKind.THROTTLE ? 1 : 0, 0, 86_400);
        status = (int) number(params, "status", 500, 400, 599);
        chance = params.text("chance").map(Fault::chance).orElse(1.0);
        seed = number(params, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
        random = new SplittableRandom(seed);
    }

    /** Parses a fault; throws a rejection with status 400 if it is invalid. */
    public static Fault of(JsonObject json) {
        FaultKind kind = FaultKind.ofLabel(String.valueOf(json.getValue("kind")))
                .orElseThrow(() -> Rejection.badRequest("kind must be one of " + FaultKind.labels()));
        for (String key : json.fieldNames()) {
            if (!KEYS.contains(key)) {
                throw Rejection.badRequest("A fault has no " + key + "; it has "
                        + KEYS.stream().sorted().toList() + ", and kind is one of " + FaultKind.labels());
            }
        }
        return new Fault(kind, new Params(json.getMap()));
    }

    /** Returns a fault of this kind that applies to every request it can. */
    public static Fault of(FaultKind kind) {
        return of(new JsonObject().put("kind", kind.label()));
    }

    FaultKind kind() {
        return kind;
    }

    public long delayMillis() {
        return delayMillis;
    }

    /** Returns the delay before the request is executed, in milliseconds. */
    long delayBefore() {
        return kind == FaultKind.LATE_ANSWER || kind == FaultKind.PUBLISH_DELAY ? 0 : delayMillis;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    int status() {
        return status;
    }

    /** Returns whether the fault applies to the request; draws a random number if its chance is below 1. */
    boolean matches(String requestMethod, String requestPath, boolean hasCursor) {
        boolean exhausted = times.isPresent() && applied >= times.getAsLong();
        return !exhausted
                && (hasCursor || kind != FaultKind.CURSOR_EXPIRED)
                && (method == null || method.equals(requestMethod))
                && kind.appliesTo(requestMethod, requestPath)
                && path.matcher(requestPath).matches()
                && (chance == 1 || random.nextDouble() < chance);
    }

    /** Counts one application. */
    void apply() {
        applied++;
    }

    JsonObject json(long id) {
        return new JsonObject()
                .put("id", id)
                .put("kind", kind.label())
                .put("method", method)
                .put("path", path.pattern())
                .put("times", times.isPresent() ? times.getAsLong() : null)
                .put("delayMillis", delayMillis)
                .put("retryAfterSeconds", retryAfterSeconds)
                .put("status", status)
                .put("chance", chance)
                .put("seed", seed)
                .put("applied", applied);
    }

    /**
     * Compiles a regular expression for paths, ".*" if there is none; throws a rejection with status 400 if it is
     * invalid.
     */
    public static Pattern pattern(Optional<String> text) {
        String expression = text.orElse(".*");
        if (expression.length() > MAX_PATTERN_CHARACTERS) {
            throw Rejection.badRequest("path is longer than " + MAX_PATTERN_CHARACTERS + " characters");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw Rejection.badRequest("path is not a regular expression");
        }
    }

    private static double chance(String text) {
        if (!text.matches("0?\\.\\d{1,9}|1(\\.0{1,9})?")) {
            throw Rejection.badRequest("chance must be a number above 0 and up to 1");
        }
        return Double.parseDouble(text);
    }

    private static long number(Params params, String name, long defaultValue, long min, long max) {
        try {
            return params.number(name, defaultValue, min, max);
        } catch (Rejection e) {
            throw Rejection.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
