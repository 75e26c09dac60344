package io.campusfigshare;

import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own, like one of several in a cluster. */
public final class Replica {

    private final String name;
    private final Map<String, String> settings;
    private final int port = freePort();
    private final int management = freePort();
    private Process process;

    public Replica(String name, Map<String, String> settings) throws IOException {
        this.name = name;
        this.settings = settings;
        this.process = start();
    }

    /** Kills the process, as a failing node does, and starts it again. */
    public void restart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = start();
    }

    /** Sends SIGTERM, as Kubernetes does; does not wait for the end. */
    public void sendTerm() {
        process.destroy();
    }

    public boolean isReady() {
        return RestAssured.get("http://127.0.0.1:" + management + "/q/health/ready")
                        .statusCode()
                == 200;
    }

    /** Returns a description of the health of Figshare and the catalogue. */
    public ValidatableResponse well() {
        return RestAssured.get("http://127.0.0.1:" + management + "/q/health/well")
                .then();
    }

    public boolean isGone() {
        return !process.isAlive();
    }

    public Response get(String path) {
        return RestAssured.given().urlEncodingEnabled(false).get(url(path));
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Returns the metrics in Prometheus' format. */
    public String metrics() {
        return RestAssured.get("http://127.0.0.1:" + management + "/q/metrics").asString();
    }

    public void awaitReady() {
        await(name)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isGone() || answers());
        if (isGone()) {
            throw new AssertionError(name + " has ended: see its log in target");
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException notYet) {
            return false;
        }
        return get("/openapi").statusCode() == 200;
    }

    public void stop() throws InterruptedException {
        sendTerm();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Returns whether the tests run the packaged service, native or not. */
    static boolean isPackaged() {
        return System.getProperty("native.image.path") != null;
    }

    /** Returns the command that starts the packaged service, native or not; arguments may be appended. */
    public static List<String> command(Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        Path executable = Path.of(System.getProperty("native.image.path"));
        boolean isNative = Files.isExecutable(executable);
        if (isNative) {
            command.add(executable.toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(
                    System.getProperty("quarkus.test.arg-line", "").strip().split("\\s+")));
        }
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        if (!settings.containsKey("quarkus.management.port")) {
            command.add("-Dquarkus.management.port=" + freePort());
        }
        if (!isNative) {
            command.addAll(List.of(
                    "-jar",
                    executable.resolveSibling("quarkus-app/quarkus-run.jar").toString()));
        }
        command.removeIf(String::isEmpty);
        return command;
    }

    private Process start() throws IOException {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("quarkus.http.port", String.valueOf(port));
        all.put("quarkus.management.port", String.valueOf(management));
        Path log = Path.of("target", name + ".log");
        return new ProcessBuilder(command(all))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
