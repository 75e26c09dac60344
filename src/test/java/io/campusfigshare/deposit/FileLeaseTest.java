package io.campusfigshare.deposit;

import static org.assertj.core.api.Assertions.assertThat;

import io.campusfigshare.deposit.store.DeclaredFile;
import io.campusfigshare.deposit.store.FileLease;
import io.campusfigshare.deposit.store.FileStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FileLeaseTest extends FileTest {

    @Inject
    FileStore store;

    @Inject
    DataSource database;

    /**
     * An event loop takes the lease's monitor when it receives the answer to {@code beginCall}. If a change held it
     * while it waits for its own answer, which the same event loop may have to receive, both would wait for good.
     */
    @Test
    void a_change_that_waits_for_the_database_does_not_hold_the_monitor() throws Exception {
        String path = deposit("Of two threads");
        UUID deposit = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = database.getConnection();
                FileLease lease = store.lease(deposit, DeclaredFile.of("tides.csv", 10, null, null))) {
            other.setAutoCommit(false);
            execute(other, "select from deposit_file where deposit = '" + deposit + "' for update");
            Future<?> change = threads.submit(() -> lease.uploadStopped(null));
            soon().until(this::aChangeWaits);

            Future<Boolean> eventLoop = threads.submit(() -> {
                synchronized (lease) {
                    return true;
                }
            });

            try {
                assertThat(eventLoop.get(5, TimeUnit.SECONDS)).isTrue();
            } finally {
                other.rollback();
            }
            change.get(10, TimeUnit.SECONDS);
        }
    }

    private boolean aChangeWaits() throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var waiting = statement.executeQuery("select from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query like 'update deposit_file%problem = %'")) {
            return waiting.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
