package io.campusfigshare;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Sets what a test class needs to differ from the defaults. Each combination starts an application of its own, so there
 * are few.
 */
public final class Settings implements QuarkusTestResourceLifecycleManager {

    private final Map<String, String> settings = new HashMap<>();

    @Override
    public void init(Map<String, String> arguments) {
        settings.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        return settings;
    }

    /** Applied after all others, whose settings it overrides. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public void stop() {
        // Nothing to stop.
    }
}
