package io.campusfigshare;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** What a test needs set otherwise than the others; each combination is an application of its own, so there are few. */
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

    /** After all others, whose settings it replaces. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public void stop() {
        // There is nothing to stop.
    }
}
