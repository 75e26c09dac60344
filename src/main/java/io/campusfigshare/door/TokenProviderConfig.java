package io.campusfigshare.door;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long the keys of the {@link TokenProvider} are relied on; who it is says {@code quarkus.oidc.auth-server-url}. */
@ConfigMapping(prefix = "campus.token-provider")
public interface TokenProviderConfig {

    /**
     * How old its keys may be before they are fetched anew for the next token, which ends those that it has withdrawn; 1 s to
     * 1 h. It is asked once in {@code quarkus.oidc.token.forced-jwk-refresh-interval} at most.
     */
    @WithDefault("10m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration keysMaxAge();

    /** How long beyond that the last known keys are used while it cannot be asked; then all tokens are 503; 0 s to 1 day. */
    @WithDefault("1h")
    @DurationMin(seconds = 0)
    @DurationMax(days = 1)
    Duration keysStaleIfError();
}
