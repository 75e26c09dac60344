package io.campusfigshare.catalogue.database;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Suppresses log messages caused by a defect of the connection pool. If PostgreSQL refuses a connection, the pool fails
 * the waiting requests but does not stop their timers, which later fail them again ({@code SqlConnectionPool.execute}
 * in Vert.x 4.5.27). Each of these requests, although answered, would log an error with a stack trace.
 */
@LoggingFilter(name = PoolTimeout.NAME)
public final class PoolTimeout implements Filter {

    static final String NAME = "pool-timeout";

    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Override
    public boolean isLoggable(LogRecord entry) {
        return !(entry.getThrown() instanceof IllegalStateException failure
                && "Result is already complete".equals(failure.getMessage())
                && Arrays.stream(failure.getStackTrace())
                        .limit(3)
                        .anyMatch(frame -> POOL.equals(frame.getClassName())));
    }
}
