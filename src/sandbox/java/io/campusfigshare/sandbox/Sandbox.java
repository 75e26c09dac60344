package io.campusfigshare.sandbox;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterResources;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and stops the sandbox Figshare together with the service. */
@ApplicationScoped
@RegisterResources(globs = "sandbox/*.json")
class Sandbox {

    private static final Logger LOG = Logger.getLogger(Sandbox.class);

    private static final List<String> CREDENTIALS = List.of(
            "figshare.token",
            "figshare.token-file",
            "figshare.oauth.refresh-token",
            "figshare.stats.username",
            "figshare.stats.password");

    private final SandboxConfig config;
    private final SmallRyeConfig settings;
    private @Nullable RunningSandbox running;

    Sandbox(SandboxConfig config, SmallRyeConfig settings) {
        this.config = config;
        this.settings = settings;
    }

    /** Refuses real credentials, which the sandbox would show to everybody who reads its requests. */
    // Runs before the check of the other settings, which ends the process if it fails.
    void check(@Observes @Priority(-4) StartupEvent event) {
        List<String> real = CREDENTIALS.stream().filter(this::isReal).toList();
        if (config.enabled() && !real.isEmpty()) {
            throw invalid("The sandbox Figshare cannot be combined with a real token or password: either set"
                    + " figshare.sandbox.enabled=false, or remove " + String.join(", ", real));
        }
    }

    private boolean isReal(String key) {
        var value = settings.getConfigValue(key);
        return value.getValue() != null
                && !value.getValue().isBlank()
                && value.getConfigSourceOrdinal() > SandboxDefaults.ORDINAL;
    }

    // Runs before all other startup observers, because they may call Figshare.
    void start(@Observes @Priority(1) StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        try {
            running = RunningSandbox.start(config.port(), tokenUrl());
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof BindException) {
                throw invalid("figshare.sandbox.port=" + config.port()
                        + " is in use: end the process that listens there (ss -ltnp), or set another");
            }
            throw failure;
        }
        LOG.infof("Sandbox Figshare listens at %s/v2, its control API at /sandbox", running.url());
    }

    /**
     * Returns the token endpoint of dev mode's provider, whose port differs at each start, or null outside dev mode.
     */
    private @Nullable String tokenUrl() {
        return LaunchMode.current().isDev()
                ? settings.getOptionalValue("quarkus.oidc.auth-server-url", String.class)
                        .map(url -> url + "/token")
                        .orElse(null)
                : null;
    }

    void stop(@Observes ShutdownEvent event) {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** The service prints this exception in one line. */
    private static ConfigValidationException invalid(String message) {
        return new ConfigValidationException(new Problem[] {new Problem(message)});
    }
}
