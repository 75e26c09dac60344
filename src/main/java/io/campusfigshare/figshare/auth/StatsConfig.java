package io.campusfigshare.figshare.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Where Stats are, and what opens them. Apart from {@code FigshareConfig}, so that nothing else has it in its hands. */
@ConfigMapping(prefix = "figshare")
public interface StatsConfig {

    /** Figshare's Stats, without a trailing slash; with the sandbox enabled, the sandbox unless set. */
    @WithDefault("https://stats.figshare.com")
    @Pattern(regexp = "https?://[^\\s/?#]+[^\\s?#]*", message = "must be an absolute http or https URL") String statsUrl();

    /** The name that Figshare's support gives for the institution's statistics (FACTS section 5); refused beside the sandbox. */
    @WithName("stats.username")
    Optional<String> username();

    /** The password that goes with it; both or none. */
    @WithName("stats.password")
    Optional<String> password();
}
