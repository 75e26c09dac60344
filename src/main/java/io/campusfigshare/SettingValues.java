package io.campusfigshare;

import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads settings as text, before they are mapped and validated. A blank value counts as not set. */
record SettingValues(SmallRyeConfig config) {

    private static final List<String> TOKENS =
            List.of("figshare.token", "figshare.token-file", "figshare.oauth.refresh-token");

    Optional<String> text(String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
    }

    boolean is(String key) {
        return is(key, "true");
    }

    boolean is(String key, String value) {
        return text(key).filter(value::equalsIgnoreCase).isPresent();
    }

    /** Returns whether somebody set the value. Sources of mere defaults have a lower ordinal than all others. */
    boolean isGiven(String key) {
        return text(key).isPresent()
                && config.getConfigValue(key).getConfigSourceOrdinal() >= ConfigSource.DEFAULT_ORDINAL;
    }

    /** Returns whether there is an administrator's credential for Figshare. */
    boolean hasToken() {
        return TOKENS.stream().anyMatch(key -> text(key).isPresent());
    }

    /** Returns whether somebody set that credential. A default is no secret. */
    boolean isTokenGiven() {
        return TOKENS.stream().anyMatch(this::isGiven);
    }

    /** Returns the host of a URL; "" if there is none. */
    String host(String key) {
        try {
            String host = text(key).map(url -> URI.create(url).getHost()).orElse(null);
            return host == null ? "" : host;
        } catch (IllegalArgumentException malformed) {
            return ""; // The code that uses the setting reports it.
        }
    }
}
