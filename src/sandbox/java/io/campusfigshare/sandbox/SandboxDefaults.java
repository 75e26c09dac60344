package io.campusfigshare.sandbox;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Supplies default settings while the sandbox is enabled: Figshare's URLs point at the sandbox, and in dev mode with a
 * PostgreSQL its university is the institution. Settings from any other source take precedence.
 */
public final class SandboxDefaults implements ConfigSourceFactory {

    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!Boolean.parseBoolean(value(context, "figshare.sandbox.enabled", "false"))) {
            return List.of();
        }
        String url = "http://127.0.0.1:" + value(context, "figshare.sandbox.port", "8089");
        Map<String, String> settings = new HashMap<>(Map.of(
                "figshare.api-url", url + "/v2",
                "figshare.stats-url", url + "/stats",
                "figshare.oai-url", url + "/v2/oai",
                "figshare.portal-url", url,
                "campus.institution-slug", "westmark"));
        if (context.getProfiles().contains("dev")
                && Boolean.parseBoolean(value(context, "quarkus.devservices.enabled", "true"))) {
            settings.put("campus.institution-id", "42");
        }
        return List.of(new PropertiesConfigSource(settings, "sandbox", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static String value(ConfigSourceContext context, String name, String defaultValue) {
        ConfigValue found = context.getValue(name);
        return found == null || found.getValue() == null ? defaultValue : found.getValue();
    }
}
