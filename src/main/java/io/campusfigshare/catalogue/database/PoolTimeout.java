package io.campusfigshare.catalogue.database;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps one defect of the pool out of the log. Where PostgreSQL refuses a connection, the pool fails who waits for one, and
 * leaves its timer running, which fails them again ({@code SqlConnectionPool.execute} of Vert.x 4.5.27): an error with a
 * stack trace for each request, when all have had their answers.
 */
@LoggingFilter(name = PoolTimeout.NAME)
public final class PoolTimeout implements Filter {

    static final String NAME = "pool-timeout";

    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Override
    public boolean isLoggable(LogRecord entry) {
        return !(entry.getThrown() instanceof IllegalStateException late
                && "Result is already complete".equals(late.getMessage())
                && Arrays.stream(late.getStackTrace()).limit(3).anyMatch(frame -> POOL.equals(frame.getClassName())));
    }
}
