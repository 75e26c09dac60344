package io.campusfigshare.catalogue.database;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.sqlclient.DatabaseException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The database cannot be asked now. */
public final class DatabaseFailure extends Problem {

    private static final long serialVersionUID = 1L;
    private static final ProblemType UNAVAILABLE =
            new ProblemType("catalogue-unavailable", 503, "The catalogue cannot be asked now");

    /** Classes of SQLSTATE that pass: lost connections, rolled back, no resources, shut down, input and output. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    private DatabaseFailure(Throwable cause) {
        super(
                UNAVAILABLE,
                "The catalogue is out of reach for a moment. Try again later.",
                Duration.ofSeconds(5),
                cause);
    }

    /** What PostgreSQL does not understand is a mistake of ours, and stays what it is. */
    static Throwable of(Throwable failure) {
        return failure instanceof DatabaseException refused && !passing(refused.getSqlState())
                ? failure
                : new DatabaseFailure(failure);
    }

    /** Whether the database that Flyway did not reach may answer later. */
    static boolean passes(FlywayException failure) {
        return failure.getCause() instanceof SQLException refused && passing(refused.getSQLState());
    }

    private static boolean passing(@Nullable String state) {
        return state == null || state.length() < 2 || PASSING.contains(state.substring(0, 2));
    }
}
