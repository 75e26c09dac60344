package io.campusfigshare.door;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long the keys of the token provider are used; {@code quarkus.oidc.auth-server-url} names the provider. */
@ConfigMapping(prefix = "campus.token-provider")
public interface TokenProviderConfig {

    /**
     * The age of the keys after which the next token causes a new fetch, so that withdrawn keys are no longer trusted;
     * 1 s to 1 h. Keys are fetched at most once in {@code quarkus.oidc.token.forced-jwk-refresh-interval}.
     */
    @WithDefault("10m")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration keysMaxAge();

    /**
     * How long after that the last keys are used if fetching fails; then requests with a token are answered 503; 0 s to
     * 1 day.
     */
    @WithDefault("1h")
    @DurationMin(seconds = 0)
    @DurationMax(days = 1)
    Duration keysStaleIfError();
}
