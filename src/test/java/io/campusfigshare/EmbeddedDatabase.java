package io.campusfigshare;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** Creates a new database for each start of the service, on one PostgreSQL server for all tests of this JVM. */
public final class EmbeddedDatabase implements QuarkusTestResourceLifecycleManager {

    /**
     * The port is a system property, because each application has a class loader of its own and loads this class anew.
     */
    private static final String PORT = "test.postgresql.port";

    private static final String TEMPLATE = "migrated";

    /** The superuser that owns and migrates the tables. */
    private static final String OWNER = "postgres";

    /** The role of the service, which has only the granted rights. */
    public static final String SERVICE = "campus";

    @Override
    public Map<String, String> start() {
        return settings(create());
    }

    @Override
    public void stop() {
        // The server stops with the JVM.
    }

    /** Creates a database with all tables; returns its name. */
    public static String create() {
        return createFrom(TEMPLATE);
    }

    /** Creates a database without tables; returns its name. */
    public static String createBlank() {
        return createFrom("template1");
    }

    private static String createFrom(String template) {
        int port = port();
        String name = "campus_" + UUID.randomUUID().toString().replace('-', '_');
        execute(port, "create database " + name + " template " + template);
        return name;
    }

    /** Returns the service's settings for the database. */
    public static Map<String, String> settings(String name) {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                jdbcUrl(port(), name),
                "quarkus.datasource.reactive.url",
                "postgresql://localhost:" + port() + "/" + name,
                "quarkus.datasource.username",
                SERVICE,
                "quarkus.datasource.password",
                SERVICE,
                "quarkus.flyway.username",
                OWNER,
                "quarkus.flyway.password",
                OWNER);
    }

    private static int port() {
        synchronized (System.getProperties()) {
            if (System.getProperty(PORT) == null) {
                System.setProperty(PORT, Integer.toString(startServer()));
            }
            return Integer.getInteger(PORT);
        }
    }

    private static int startServer() {
        try {
            // Zonky's default settings include fsync=off.
            int port = EmbeddedPostgres.builder()
                    .setServerConfig("full_page_writes", "off")
                    .start()
                    .getPort();
            execute(port, "create role " + SERVICE + " login password '" + SERVICE + "'");
            execute(port, "create database " + TEMPLATE);
            Flyway.configure(EmbeddedDatabase.class.getClassLoader())
                    .dataSource(jdbcUrl(port, TEMPLATE), OWNER, OWNER)
                    .placeholders(Map.of("service", SERVICE))
                    .load()
                    .migrate();
            // The check of Figshare's markers counts as passed. Otherwise a first test with a failing Figshare would
            // wait for the next check.
            execute(port, TEMPLATE, "insert into marker_check values (true, clock_timestamp(), true)");
            return port;
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static void execute(int port, String sql) {
        execute(port, "postgres", sql);
    }

    /** Executes SQL in a database of {@link #create}. */
    public static void execute(String database, String sql) {
        execute(port(), database, sql);
    }

    private static void execute(int port, String database, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port, database), OWNER, OWNER);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }
}
