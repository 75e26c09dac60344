package io.campusfigshare;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the service. A start that fails for a reason which an operator can mend says in one line how. */
@QuarkusMain
public class Main {

    private static final Set<String> ARGUMENTS = Set.of("--check", "--migrate");

    /** Says its version for each validator that it makes, also in front of the one line of a start that fails. Held, or its level goes. */
    private static final Logger VALIDATOR = Logger.getLogger("org.hibernate.validator.internal.util.Version");

    public static void main(String... arguments) {
        VALIDATOR.setLevel(Level.WARNING);
        for (String argument : arguments) {
            if (!argument.isBlank() && !ARGUMENTS.contains(argument)) {
                System.err.println(
                        "The service does not start like this: " + argument
                                + " is no argument. There are --check and --migrate; settings stand before -jar, as -Dkey=value.");
                System.exit(1);
            }
        }
        Quarkus.run(null, Main::ended, arguments);
    }

    private static void ended(int status, @Nullable Throwable failure) {
        if (failure != null) {
            StartFailure.said(failure)
                    .ifPresentOrElse(System.err::println, () -> Log.error("The service does not start", failure));
        }
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.exit(status);
        }
        // Dev mode waits for a change in its place.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
    }
}
