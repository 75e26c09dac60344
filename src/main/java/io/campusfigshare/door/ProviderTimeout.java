package io.campusfigshare.door;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Limits the time of calls to the token provider. Quarkus OIDC has no timeout, so requests would wait for ever. */
@Singleton
@Unremovable // Quarkus OIDC looks it up when it calls the provider.
class ProviderTimeout implements OidcRequestFilter {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Override
    public Uni<Void> filter(OidcRequestFilterContext call) {
        call.request().timeout(TIMEOUT.toMillis());
        return Uni.createFrom().voidItem();
    }
}
