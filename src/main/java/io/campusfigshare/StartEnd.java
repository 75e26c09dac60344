package io.campusfigshare;

import io.quarkus.runtime.LaunchMode;

/** Ends a start that does not lead to a running service. */
public final class StartEnd {

    private static final String REFUSED = "The service cannot start:";
    private static final int FAILED = 1;

    private StartEnd() {}

    /** Ends the start for a reason that an operator can remove. */
    public static void refuse(String reason) {
        end(FAILED, refusal(reason));
    }

    /** Ends the start for reasons that get a line each. */
    static void refuse(Iterable<String> reasons) {
        end(FAILED, REFUSED + "\n- " + String.join("\n- ", reasons));
    }

    /** Returns what an operator reads. */
    static String refusal(String reason) {
        return REFUSED + " " + reason;
    }

    /**
     * Prints the message and ends the process. An exception would print a stack trace, and System.exit would wait for the
     * end of the start. Dev mode and tests, whose process goes on, get an exception.
     */
    static void end(int status, String message) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.err.println(message);
            Runtime.getRuntime().halt(status);
        }
        throw new IllegalStateException(message);
    }
}
