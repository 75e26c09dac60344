package io.campusfigshare.access;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The header {@code Idempotency-Key} (IETF draft), with which a request may be repeated. */
public final class IdempotencyKey {

    public static final String DESCRIPTION =
            "A key for this request, 1 to 255 visible characters. A repetition with the same key gets the same answer. Kept for 48 h"
                    + " at least.";

    /** The page of the contract replaces it with a new key. */
    public static final String EXAMPLE = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /** The key was used for another request. */
    public static final ProblemType REUSED =
            new ProblemType("idempotency-key-reused", 422, "The Idempotency-Key was used for another request");

    private static final ProblemType REQUIRED =
            new ProblemType("idempotency-key-required", 400, "An Idempotency-Key is required");

    private IdempotencyKey() {}

    /** Returns the key; fails with 400 if it is missing or malformed. */
    public static String require(@Nullable String key) {
        if (key == null || !key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Problem(REQUIRED, "Send a new Idempotency-Key of 1 to 255 visible characters with each request.");
        }
        return key;
    }
}
