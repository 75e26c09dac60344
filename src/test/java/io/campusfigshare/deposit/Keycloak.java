package io.campusfigshare.deposit;

import static org.awaitility.Awaitility.await;

import io.campusfigshare.Issuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts a real Keycloak, which the profile keycloak unpacks, with a realm for the tests. */
public final class Keycloak implements QuarkusTestResourceLifecycleManager {

    private static final Path HOME = Path.of(System.getProperty("keycloak.home", "target"));

    private @Nullable Process process;
    private String realm;

    @Override
    public Map<String, String> start() {
        int port = freePort();
        realm = "http://127.0.0.1:" + port + "/realms/campus";
        try {
            Path realms = Files.createDirectories(HOME.resolve("data/import"));
            Files.copy(
                    Path.of("src/test/resources/keycloak/campus.json"),
                    realms.resolve("campus.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            var command = new ProcessBuilder(
                    "sh",
                    HOME.resolve("bin/kc.sh").toString(),
                    "start-dev",
                    "--import-realm",
                    "--http-host=127.0.0.1",
                    "--http-port=" + port);
            command.environment().put("JAVA_HOME", System.getProperty("java.home"));
            process = command.redirectErrorStream(true)
                    .redirectOutput(Path.of("target/keycloak.log").toFile())
                    .start();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        await("Keycloak, which logs to target/keycloak.log")
                .atMost(Duration.ofMinutes(6))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Keycloak has ended: see target/keycloak.log");
                    }
                    return RestAssured.get(realm).statusCode() == 200;
                });
        return Map.of("quarkus.oidc.auth-server-url", realm, "quarkus.oidc.token.audience", Issuer.AUDIENCE);
    }

    /** Runs after the token issuer of other tests, and replaces its settings. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(Keycloak.class));
    }

    @Override
    public void stop() {
        if (process == null) {
            return;
        }
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns all tokens that a person gets with their password. */
    Response tokens(String client, String name, String password) {
        return RestAssured.given()
                .formParam("grant_type", "password")
                .formParam("client_id", client)
                .formParam("username", name)
                .formParam("password", password)
                .formParam("scope", "openid")
                .post(realm + "/protocol/openid-connect/token");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
