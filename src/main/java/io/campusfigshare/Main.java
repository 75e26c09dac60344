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

/** Starts the service. If the start fails for a reason that an operator can fix, one line says how. */
@QuarkusMain
public class Main {

    private static final Set<String> ARGUMENTS = Set.of("--check", "--migrate");

    /**
     * Hibernate Validator's logger, which would print its version for each validator, even before the one line of a
     * failed start. The field keeps the logger from being garbage-collected, which would reset its level.
     */
    private static final Logger VALIDATOR = Logger.getLogger("org.hibernate.validator.internal.util.Version");

    public static void main(String... arguments) {
        VALIDATOR.setLevel(Level.WARNING);
        for (String argument : arguments) {
            if (!argument.isBlank() && !ARGUMENTS.contains(argument)) {
                StartEnd.refuse("unknown argument " + argument
                        + ". The arguments are --check and --migrate; settings go before -jar, as -Dkey=value.");
            }
        }
        Quarkus.run(null, Main::onExit, arguments);
    }

    private static void onExit(int status, @Nullable Throwable failure) {
        if (failure != null) {
            StartFailure.message(failure)
                    .ifPresentOrElse(System.err::println, () -> Log.error("The service failed to start", failure));
        }
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.exit(status);
        }
        // In dev mode, Quarkus waits for a change instead.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
    }
}
