package io.campusfigshare;

import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.util.Optional;

/** Reads settings as text, before they are mapped and validated. A blank value counts as not set. */
record SettingValues(SmallRyeConfig config) {

    Optional<String> text(String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
    }

    boolean is(String key) {
        return is(key, "true");
    }

    boolean is(String key, String value) {
        return text(key).filter(value::equalsIgnoreCase).isPresent();
    }

    /** Returns whether there is an administrator's credential for Figshare. */
    boolean hasToken() {
        return text("figshare.token").isPresent()
                || text("figshare.token-file").isPresent()
                || text("figshare.oauth.refresh-token").isPresent();
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
