package io.campusfigshare;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A new database for each start of the service, on a real PostgreSQL that all of this JVM's tests share. */
public final class EmbeddedDatabase implements QuarkusTestResourceLifecycleManager {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    @Override
    public Map<String, String> start() {
        String name = "campus" + NUMBER.incrementAndGet();
        int port = server().getPort();
        try (var connection = server().getPostgresDatabase().getConnection();
                var create = connection.createStatement()) {
            create.execute("create database " + name);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:" + port + "/" + name,
                "quarkus.datasource.reactive.url",
                "postgresql://localhost:" + port + "/" + name,
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres");
    }

    @Override
    public void stop() {
        // The server ends with the JVM.
    }

    private static synchronized EmbeddedPostgres server() {
        EmbeddedPostgres running = server;
        if (running == null) {
            try {
                running = EmbeddedPostgres.start();
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
            server = running;
        }
        return running;
    }
}
