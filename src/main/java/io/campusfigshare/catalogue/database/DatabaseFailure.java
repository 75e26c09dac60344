package io.campusfigshare.catalogue.database;

import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.vertx.sqlclient.DatabaseException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The database is unavailable: 503 with Retry-After. */
public final class DatabaseFailure extends Problem {

    private static final long serialVersionUID = 1L;
    private static final ProblemType UNAVAILABLE =
            new ProblemType("catalogue-unavailable", 503, "The catalogue is unavailable");

    /**
     * Classes of SQLSTATE for transient errors: connection exception, transaction rollback, insufficient resources,
     * object not in prerequisite state (locked, or a database that is closed to connections), operator intervention,
     * system error.
     */
    private static final Set<String> TRANSIENT = Set.of("08", "40", "53", "55", "57", "58");

    private DatabaseFailure(Throwable cause) {
        super(UNAVAILABLE, "The database does not respond. Try again later.", Duration.ofSeconds(5), cause);
    }

    /** Wraps a transient error. Another error is a defect of this service, and is returned unchanged. */
    static Throwable of(Throwable failure) {
        return failure instanceof DatabaseException refused && !isTransient(refused.getSqlState())
                ? failure
                : new DatabaseFailure(failure);
    }

    /** Returns whether the migration failed because the database is unavailable, and may succeed later. */
    static boolean isTransient(FlywayException failure) {
        return failure.getCause() instanceof SQLException refused && isTransient(refused.getSQLState());
    }

    private static boolean isTransient(@Nullable String state) {
        return state == null || state.length() < 2 || TRANSIENT.contains(state.substring(0, 2));
    }
}
