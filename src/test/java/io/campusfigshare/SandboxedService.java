package io.campusfigshare;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** The service with its sandbox, both on free ports, in a hurry; hands the sandbox's controls to the tests. */
public final class SandboxedService implements QuarkusTestResourceLifecycleManager {

    /** In seconds. A packaged service may share the machine with a whole other test, and then a second is soon over. */
    private static final int TIMEOUT = Integer.getInteger("test.figshare-timeout", 1);

    /** In seconds, too: who is told to wait so long does not wait. */
    public static final int BEYOND_THE_DEADLINE = 3 * TIMEOUT + 1;

    private final Map<String, String> more = new HashMap<>();
    private int port;

    @Override
    public void init(Map<String, String> arguments) {
        more.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        port = freePort();
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.management.test-port", "0",
                "quarkus.log.console.json.enabled", "false",
                "campus.admin-email", "repository@westmark.example",
                "figshare.sandbox.enabled", "true",
                "figshare.sandbox.port", Integer.toString(port),
                "figshare.timeout", TIMEOUT + "s",
                "figshare.deadline", 3 * TIMEOUT + "s",
                "figshare.pace.requests-per-second", "1000",
                "figshare.breaker.delay", "300ms"));
        // Of the packaged application, for which there is no test port: both fixed or both free, else its meters clash.
        settings.put("quarkus.management.port", "0");
        // Tests of the snapshot take it themselves; for others it would only be noise.
        settings.put("campus.usage.interval", "1d");
        settings.putAll(more);
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(
                new SandboxControl("http://127.0.0.1:" + port), new TestInjector.MatchesType(SandboxControl.class));
    }

    @Override
    public void stop() {
        // The sandbox ends with the service.
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
