package io.campusfigshare.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Whether this process carries a Figshare of its own, and where. */
@ConfigMapping(prefix = "figshare.sandbox")
interface SandboxConfig {

    /** Whether the sandbox Figshare is started with the service. */
    @WithDefault("false")
    boolean enabled();

    /** The port of the loopback interface the sandbox listens on, 0 for any free one. */
    @WithDefault("8089")
    @Min(0) @Max(65535) int port();
}
