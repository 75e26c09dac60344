package io.campusfigshare.figshare.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Settings of Figshare's Stats. Separate from {@code FigshareConfig} so that other code cannot inject the password. */
@ConfigMapping(prefix = "figshare")
public interface StatsConfig {

    /** URL of Figshare's Stats, without a trailing slash. */
    @WithDefault("https://stats.figshare.com")
    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String statsUrl();

    /** User name for the institution's statistics, from Figshare's support (FACTS section 5). */
    @WithName("stats.username")
    Optional<String> username();

    /** The password for {@code username}; set both or none. */
    @WithName("stats.password")
    Optional<String> password();
}
