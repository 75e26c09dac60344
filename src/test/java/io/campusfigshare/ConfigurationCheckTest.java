package io.campusfigshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that contradictory or dangerous settings stop the start with a sentence that says what to do. */
class ConfigurationCheckTest {

    private static final String URL = "quarkus.oidc.auth-server-url";
    private static final String AUDIENCE = "quarkus.oidc.token.audience";
    private static final Map<String, String> SECURED = Map.of(
            "campus.institution-id",
            "42",
            "quarkus.datasource.jdbc.url",
            "jdbc:postgresql://db/campus",
            "quarkus.datasource.reactive.url",
            "postgresql://db/campus",
            "figshare.token",
            "secret",
            URL,
            "https://login.westmark.example/realms/campus",
            AUDIENCE,
            "campus-figshare");

    @TempDir
    Path directory;

    @Test
    void publicDoorNeedsNoSettings() {
        assertThat(errors(Map.of())).isEmpty();
        assertThat(errors(Map.of("campus.doors", "public"))).isEmpty();
        assertThat(errors(Map.of("figshare.pace.requests-per-second", "100"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "deposits"})
    void bothDoorsNeedInstitutionTokenDatabaseAndProvider(String doors) {
        assertThat(errors(with("campus.doors", doors))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "figshare.token-file, /tmp/token, remove one of them",
        "campus.institution-id, '', campus.institution-id",
        "quarkus.datasource.reactive.url, '', quarkus.datasource.reactive.url",
        "quarkus.datasource.reactive.url, jdbc:postgresql://db/campus, must begin with postgresql://",
        "quarkus.datasource.jdbc.url, postgresql://db/campus, must begin with jdbc:postgresql://",
        "campus.doors, public, campus.doors=public",
        "quarkus.oidc.token.audience, '', quarkus.oidc.token.audience",
        "quarkus.oidc.token.audience, any, quarkus.oidc.token.audience",
        "quarkus.oidc.token.audience, 'campus,any', quarkus.oidc.token.audience",
        "quarkus.oidc.token.issuer, any, quarkus.oidc.token.issuer",
        "quarkus.oidc.jwks.resolve-early, false, campus.token-provider.keys-max-age",
        "quarkus.oidc.discovery-enabled, false, quarkus.oidc.token.issuer",
        "quarkus.oidc.auth-server-url, http://login.westmark.example, Use https",
    })
    void contradictionNamesTheSetting(String key, String value, String expected) {
        assertThat(errors(with(key, value))).anyMatch(sentence -> sentence.contains(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "campus.scope, institution, campus.institution-id",
        "campus.read-access, authenticated, quarkus.oidc.auth-server-url",
        "figshare.token, secret, campus.institution-id",
    })
    void missingSettingIsNamed(String key, String value, String expected) {
        assertThat(errors(Map.of(key, value))).singleElement().asString().contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "westmark, , https://stats.figshare.com, belong together",
        ", s3same, https://stats.figshare.com, belong together",
        "west:mark, s3same, https://stats.figshare.com, colon",
        "westmark, s3same, http://stats.figshare.com, https only",
        "westmark, s3same, https://stats.figshare.com, ",
        ", , http://127.0.0.1:8089/stats, "
    })
    void statsPasswordNeedsUsernameAndHttps(
            @Nullable String username, @Nullable String password, String url, @Nullable String expected) {
        Map<String, String> settings = new TreeMap<>(Map.of("figshare.stats-url", url));
        settings.put("figshare.stats.username", username == null ? "" : username);
        settings.put("figshare.stats.password", password == null ? "" : password);

        if (expected == null) {
            assertThat(errors(settings)).isEmpty();
        } else {
            assertThat(errors(settings))
                    .singleElement()
                    .asString()
                    .contains(expected)
                    .doesNotContain("s3same");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "preferred_username, 1", "email, 1", "sub, 0", "employeeNumber, 0"})
    void changeableCampusIdClaimIsWarnedAbout(String claim, int warnings) {
        Map<String, String> settings = with("campus.deposits.campus-id-claim", claim);

        assertThat(errors(settings)).isEmpty();
        assertThat(rules(settings).warnings())
                .hasSize(warnings)
                .allMatch(sentence -> sentence.startsWith("campus.deposits.campus-id-claim="));
    }

    @Test
    void claimIsIrrelevantWithoutDeposits() {
        assertThat(rules(Map.of()).warnings()).isEmpty();
        assertThat(rules(with("campus.doors", "public")).warnings()).isEmpty();
    }

    @Test
    void defaultsOfABuildAreNoSecrets() {
        Map<String, String> credentials = Map.of(
                "figshare.token", "sandbox",
                "figshare.stats-url", "http://127.0.0.1:8089/stats",
                "figshare.stats.username", "sandbox",
                "figshare.stats.password", "sandbox");

        assertThat(rules(credentials, 50).errors()).isEmpty();
        assertThat(errors(credentials)).hasSize(2);
    }

    @Test
    void securedDoorReportsAllMissingSettings() {
        assertThat(errors(Map.of("campus.doors", "deposits")))
                .hasSize(3)
                .allMatch(sentence -> sentence.startsWith("campus.doors=deposits needs "));
    }

    @Test
    void excessivePaceIsRejected() {
        assertThat(errors(Map.of(
                        "figshare.api-url",
                        "https://api.figshare.com/v2",
                        "figshare.pace.requests-per-second",
                        "1000")))
                .singleElement()
                .asString()
                .contains("Figshare asks for 1 a second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8180/realms/a", "http://keycloak:8080", "http://keycloak.login.svc:8080"})
    void privateProviderNeedsNoTls(String url) {
        assertThat(errors(with(URL, url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, every user", "rw-r-----, ", "-wx------, cannot be read"})
    void tokenFileMustNotBeReadableByOthers(String permissions, String expected) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        Map<String, String> settings = new TreeMap<>(with("figshare.token", ""));
        settings.put("figshare.token-file", file.toString());

        // Root can read every file.
        if (expected == null || (expected.startsWith("cannot") && Files.isReadable(file))) {
            assertThat(errors(settings)).isEmpty();
        } else {
            assertThat(errors(settings)).singleElement().asString().contains(expected);
        }
    }

    @Test
    void emptyTokenFileIsReported() throws Exception {
        Path file = Files.writeString(directory.resolve("empty"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> settings = new TreeMap<>(with("figshare.token", ""));
        settings.put("figshare.token-file", file.toString());

        assertThat(errors(settings)).singleElement().asString().startsWith("figshare.token-file is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "not base64!", "AAAA\nAAAA"})
    void aKeyFileOfWebhooksHasAKeyOnEachLine(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("keys"), content);
        assertThat(errors(with("campus.webhooks.key-file", file.toString())))
                .singleElement()
                .asString()
                .contains("openssl rand -base64 32");
        Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]) + "\n\n");
        assertThat(errors(with("campus.webhooks.key-file", file.toString()))).isEmpty();
        assertThat(errors(with("campus.webhooks.key-file", file + ".absent")))
                .singleElement()
                .asString()
                .contains("cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "'10.20.0.0/16,fd00::/8', true",
        "'10.0.0.0/8, 127.0.0.0/8', true",
        "10.0.0.0/33, false",
        "10.0.0.0, false",
        "campus.example/8, false"
    })
    void networksOfWebhooksAreNetworks(String networks, boolean valid) {
        assertThat(errors(with("campus.webhooks.allowed-networks", networks)).isEmpty())
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"at two, 1", "0 30 2 * * ?, 0", "off, 0", "disabled, 0", "0 30 2 * *, 1", "0 61 2 * * ?, 1"})
    void invalidCronNamesItsSetting(String value, int problems) {
        assertThat(errors(with("campus.catalogue.reconcile-cron", value)))
                .hasSize(problems)
                .allMatch(sentence ->
                        sentence.startsWith("campus.catalogue.reconcile-cron=" + value + " is not a cron expression"));
    }

    @Test
    void secretsAreMasked() {
        assertThat(ConfigurationCheck.masked("figshare.token", "a")).isEqualTo("********");
        assertThat(ConfigurationCheck.masked("quarkus.datasource.password", "a"))
                .isEqualTo("********");
        assertThat(ConfigurationCheck.masked("figshare.token-file", "/run/token"))
                .isEqualTo("/run/token");
        assertThat(ConfigurationCheck.masked("quarkus.datasource.reactive.url", "postgresql://me:pw@db/campus"))
                .isEqualTo("postgresql://********db/campus");
        assertThat(ConfigurationCheck.masked(
                        "quarkus.datasource.jdbc.url", "jdbc:postgresql://db/campus?user=me&password=pw&ssl=true"))
                .isEqualTo("jdbc:postgresql://db/campus?user=me&password=********&ssl=true");
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> settings = new TreeMap<>(SECURED);
        settings.put(key, value);
        return settings;
    }

    private static List<String> errors(Map<String, String> settings) {
        return rules(settings).errors();
    }

    private static ConfigurationRules rules(Map<String, String> settings) {
        return rules(settings, 100);
    }

    private static ConfigurationRules rules(Map<String, String> settings, int ordinal) {
        return new ConfigurationRules(
                new SettingValues(new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", ordinal))
                        .build()),
                false);
    }
}
