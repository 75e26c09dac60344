package io.campusfigshare;

import io.campusfigshare.sandbox.RunningSandbox;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the service and a sandbox on free ports and with short timeouts; injects {@link SandboxControl} into the tests.
 * The service starts the sandbox, as in dev mode; beside the packaged service, which has none, this process does.
 */
public final class SandboxedService implements QuarkusTestResourceLifecycleManager {

    /** In seconds. A packaged service may share the machine with another test run, which makes a second too short. */
    private static final int TIMEOUT = Integer.getInteger("test.figshare-timeout", 1);

    /** In seconds; a call that Figshare asks to wait so long fails at once. */
    public static final int BEYOND_THE_DEADLINE = 3 * TIMEOUT + 1;

    private final Map<String, String> more = new HashMap<>();
    private @Nullable RunningSandbox beside;
    private String sandbox = "";

    @Override
    public void init(Map<String, String> arguments) {
        more.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        if (Replica.isPackaged()) {
            beside = RunningSandbox.start();
            sandbox = beside.url();
            settings.putAll(beside.settings());
        } else {
            int port = Replica.freePort();
            sandbox = "http://127.0.0.1:" + port;
            settings.put("figshare.sandbox.enabled", "true");
            settings.put("figshare.sandbox.port", Integer.toString(port));
        }
        settings.putAll(Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.management.test-port", "0",
                "quarkus.log.console.json.enabled", "false",
                "campus.admin-email", "repository@westmark.example",
                "figshare.timeout", TIMEOUT + "s",
                "figshare.deadline", 3 * TIMEOUT + "s",
                "figshare.pace.requests-per-second", "1000",
                "figshare.breaker.delay", "300ms"));
        // The packaged application has no separate test port. Both ports must be fixed or both free, or else its meters
        // clash.
        settings.put("quarkus.management.port", "0");
        // Tests of these jobs run them themselves; they would disturb the others.
        settings.put("campus.usage.interval", "1d");
        settings.put("campus.reviews.sync-interval", "1d");
        settings.putAll(more);
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(new SandboxControl(sandbox), new TestInjector.MatchesType(SandboxControl.class));
    }

    @Override
    public void stop() {
        if (beside != null) {
            beside.close();
        }
    }
}
