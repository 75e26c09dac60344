package io.campusfigshare;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of one test class, which can be stopped and started again with its data. */
final class StoppablePostgres implements AutoCloseable {

    private static final String USER = "postgres";

    private final int port = Replica.freePort();
    private final Path data;
    private @Nullable EmbeddedPostgres server;

    StoppablePostgres(Path data) throws IOException {
        this.data = data;
        start();
    }

    void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }

    void stop() throws IOException {
        EmbeddedPostgres running = server;
        if (running != null) {
            server = null;
            running.close();
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** Returns the service's settings for a database of the server. */
    Map<String, String> settings(String database) {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + port + "/" + database,
                "quarkus.datasource.username",
                USER,
                "quarkus.datasource.password",
                USER);
    }

    Map<String, String> settings() {
        return settings(USER);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, USER);
    }

    void execute(String sql) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
