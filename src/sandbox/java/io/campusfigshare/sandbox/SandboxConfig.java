package io.campusfigshare.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Settings of the sandbox, a simulated Figshare in the same process. */
@ConfigMapping(prefix = "figshare.sandbox")
interface SandboxConfig {

    /** Whether the sandbox starts with the service; true by default in dev mode. */
    @WithDefault("false")
    boolean enabled();

    /** The loopback port that the sandbox listens on; 0 selects any free port. */
    @WithDefault("8089")
    @Min(0) @Max(65535) int port();
}
