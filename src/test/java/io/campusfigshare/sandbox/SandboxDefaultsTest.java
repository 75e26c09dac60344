package io.campusfigshare.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxDefaultsTest {

    @Test
    void figshareUrlsPointToTheSandbox() {
        assertThat(value("prod", "figshare.api-url", Map.of("figshare.sandbox.port", "8099")))
                .isEqualTo("http://127.0.0.1:8099/v2");
    }

    @ParameterizedTest
    @CsvSource({"dev, true, 42", "dev, false, ", "prod, true, ", "test, true, "})
    void theInstitutionIsSetInDevModeWithPostgresql(String profile, String devServices, @Nullable String institution) {
        assertThat(value(profile, "campus.institution-id", Map.of("quarkus.devservices.enabled", devServices)))
                .isEqualTo(institution);
    }

    @ParameterizedTest
    @CsvSource({"dev, , true", "dev, false, ", "prod, , ", "prod, true, true"})
    void theSandboxIsEnabledInDevMode(String profile, @Nullable String enabled, @Nullable String effect) {
        Map<String, String> settings = enabled == null ? Map.of() : Map.of("figshare.sandbox.enabled", enabled);
        assertThat(config(profile, settings)
                        .getOptionalValue("figshare.token", String.class)
                        .map(token -> "true")
                        .orElse(null))
                .isEqualTo(effect);
    }

    @Test
    void otherSettingsTakePrecedence() {
        assertThat(value("dev", "campus.institution-id", Map.of("campus.institution-id", "7")))
                .isEqualTo("7");
    }

    private static @Nullable String value(String profile, String key, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("figshare.sandbox.enabled", "true");
        return config(profile, settings).getOptionalValue(key, String.class).orElse(null);
    }

    private static SmallRyeConfig config(String profile, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withProfile(profile)
                .withSources(new SandboxDefaults())
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
