package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts the packaged service with settings that it rejects, with --check and with --migrate. */
class ConfigurationIT {

    private record Ended(int status, String output) {}

    private static EmbeddedPostgres database;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void contradictingSettingsStopTheStartWithOneMessage() throws Exception {
        Ended service = run(Map.of("figshare.token", "very-secret", "campus.scope", "institution"));

        assertThat(service.status()).isEqualTo(1);
        assertThat(service.output())
                .contains("The service cannot start:")
                .contains("- An administrator's token is useless without campus.institution-id")
                .contains("- campus.scope=institution needs an institution")
                .doesNotContain("Exception", "very-secret");
    }

    @Test
    void checkPrintsSettingsWithoutSecretsAndExits() throws Exception {
        Ended service = run(
                Map.of(
                        "campus.institution-id", "42",
                        "figshare.token", "very-secret",
                        "quarkus.datasource.jdbc.url", "jdbc:postgresql://nowhere.invalid/campus",
                        "quarkus.datasource.reactive.url", "postgresql://nowhere.invalid/campus",
                        "quarkus.datasource.password", "more-secret"),
                "--check");

        assertThat(service.status()).as(service.output()).isZero();
        assertThat(service.output())
                .contains("campus.institution-id = 42")
                .contains("campus.scope = any")
                .contains("figshare.api-url = https://api.figshare.com/v2")
                .contains("figshare.token = ********")
                .contains("quarkus.datasource.password = ********")
                .contains("The configuration is valid.")
                .doesNotContain("very-secret", "more-secret");
    }

    @Test
    void ownerMigratesTablesAndServiceGetsItsRights() throws Exception {
        String database = EmbeddedDatabase.createBlank();
        Map<String, String> settings = new HashMap<>(EmbeddedDatabase.settings(database));
        settings.put("campus.institution-id", "42");

        Ended owner = run(settings, "--migrate");

        assertThat(owner.status()).as(owner.output()).isZero();
        String asService = "set role " + EmbeddedDatabase.SERVICE + "; ";
        EmbeddedDatabase.execute(database, asService + "delete from item; select * from audit");
        for (String refused : List.of("delete from audit", "update audit_head set seq = 0", "create table other ()")) {
            assertThatThrownBy(() -> EmbeddedDatabase.execute(database, asService + refused))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void earlierVersionRunsOnTablesOfLaterOne() throws Exception {
        String database = EmbeddedDatabase.create();
        EmbeddedDatabase.execute(
                database,
                "insert into flyway_schema_history values"
                        + " (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'postgres', now(), 1, true)");
        Map<String, String> settings = new HashMap<>(EmbeddedDatabase.settings(database));
        settings.put("campus.institution-id", "42");

        Ended service = run(settings, "--migrate");

        assertThat(service.status()).as(service.output()).isZero();
        assertThat(service.output()).contains("newer than the latest available migration");
    }

    @Test
    void spoolThatIsASymbolicLinkStopsTheStart(@TempDir Path temporary) throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("spool"), temporary);
        Ended service = run(Map.of(
                "campus.institution-id", "42",
                "figshare.token", "very-secret",
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://nowhere.invalid/campus",
                "quarkus.datasource.reactive.url", "postgresql://nowhere.invalid/campus",
                "quarkus.oidc.auth-server-url", "https://nowhere.invalid",
                "quarkus.oidc.token.audience", "campus-figshare",
                "campus.deposits.spool", link.toString(),
                "quarkus.http.port", "0"));

        assertThat(service.status()).as(service.output()).isEqualTo(1);
        assertThat(service.output().lines().filter(line -> line.contains("spool")))
                .singleElement()
                .asString()
                .isEqualTo("The service cannot start: campus.deposits.spool, " + link
                        + ", is a link or a file: remove it, or set another directory.");
        assertThat(service.output()).doesNotContain("IllegalStateException");
    }

    @Test
    void unknownArgumentStopsTheStart() throws Exception {
        Ended service = run(Map.of(), "--chekc");

        assertThat(service.status()).isEqualTo(1);
        assertThat(service.output()).contains("unknown argument --chekc. The arguments are --check and --migrate");
    }

    @Test
    void settingOfTheSandboxStopsTheStart() throws Exception {
        Ended service = run(Map.of(), Map.of("FIGSHARE_SANDBOX_ENABLED", "true"));

        assertThat(service.status()).isEqualTo(1);
        assertThat(service.output().lines())
                .endsWith("- FIGSHARE_SANDBOX_ENABLED needs a build with the sandbox: remove it, or use one made with"
                        + " ./mvnw package -Psandbox (docs/settings.md).");
    }

    @Test
    void unknownVariableStopsTheStart() throws Exception {
        Ended service = run(Map.of(), Map.of("CAMPUS_INSTITUTON_ID", "42"), "--check");

        assertThat(service.status()).isEqualTo(1);
        assertThat(service.output())
                .contains("- CAMPUS_INSTITUTON_ID is not a setting: set CAMPUS_INSTITUTION_ID instead");
    }

    @ParameterizedTest
    @CsvSource({
        "campus.instituton-id, 42, campus.instituton-id is not a setting",
        "campus.institution-id, forty-two, campus.institution-id cannot be read",
        "campus.deposits.read-only, ture, campus.deposits.read-only cannot be read. It must be true or false",
        "quarkus.http.port, DATABASE, quarkus.http.port=DATABASE",
        "quarkus.management.port, DATABASE, quarkus.management.port=DATABASE",
        "figshare.sandbox.enabled, true, figshare.sandbox.enabled needs a build with the sandbox",
        "quarkus.datasource.username, nobody, Correct quarkus.datasource.username",
        "quarkus.datasource.jdbc.url, jdbc:postgresql://127.0.0.1:DATABASE/nowhere, Create the database",
    })
    void fixableFailureIsOneLine(String key, String value, String said) throws Exception {
        String port = Integer.toString(database.getPort());
        Map<String, String> settings = withDatabase(port);
        settings.put(key, value.replace("DATABASE", port));

        Ended service = run(settings);

        assertThat(service.status()).isEqualTo(1);
        assertThat(service.output().lines().filter(line -> line.contains("cannot start")))
                .singleElement()
                .asString()
                .contains(said.replace("DATABASE", port));
        assertThat(service.output()).doesNotContain("Failed to start", "\tat ", "HV000001");
    }

    @Test
    void startWaitsForTheDatabase(@TempDir Path data) throws Exception {
        int port = Replica.freePort();
        Path log = Path.of("target", "early.log");
        Files.deleteIfExists(log);
        Replica early = new Replica("early", withDatabase(Integer.toString(port)));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(log).contains("PostgreSQL is not available yet; retrying until"));

        try (var _ =
                EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).start()) {
            early.awaitReady();

            assertThat(early.get("/v1/items").statusCode()).isEqualTo(200);
            early.stop();
        }
    }

    @Test
    void stopEndsTheWaitForTheDatabase() throws Exception {
        Path log = Path.of("target", "vain.log");
        Files.deleteIfExists(log);
        Replica vain = new Replica("vain", withDatabase(Integer.toString(Replica.freePort())));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(log).contains("PostgreSQL is not available yet"));

        vain.sendTerm();

        await().atMost(Duration.ofSeconds(5)).until(vain::isGone);
    }

    private static Map<String, String> withDatabase(String port) {
        return new HashMap<>(Map.of(
                "campus.institution-id",
                "42",
                "figshare.api-url",
                "http://127.0.0.1:1/v2",
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + port + "/postgres",
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres",
                "quarkus.http.port",
                Integer.toString(Replica.freePort())));
    }

    private static Ended run(Map<String, String> settings, String... arguments) throws Exception {
        return run(settings, Map.of(), arguments);
    }

    private static Ended run(Map<String, String> settings, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = Replica.command(settings);
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("configuration", ".log");
        ProcessBuilder service =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        service.environment().putAll(environment);
        Process process = service.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
