package io.campusfigshare.door;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long an answer of the {@link TokenProvider} is waited for; the framework would wait for ever, and its caller with it. */
@Singleton
@Unremovable // The framework looks it up when it asks.
class ProviderTimeout implements OidcRequestFilter {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Override
    public Uni<Void> filter(OidcRequestFilterContext call) {
        call.request().timeout(PATIENCE.toMillis());
        return Uni.createFrom().voidItem();
    }
}
