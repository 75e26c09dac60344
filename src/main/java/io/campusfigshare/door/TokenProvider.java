package io.campusfigshare.door;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who issues the tokens that open what is not public: the OpenID Connect provider in {@code quarkus.oidc.auth-server-url}.
 * There may be none; that a resolver exists, which knows no other provider, is what lets the framework start without one.
 */
@Singleton
public class TokenProvider implements TenantConfigResolver {

    private final boolean configured;

    TokenProvider(@ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> url) {
        this.configured = url.isPresent();
    }

    /** Whether there is one; without, nobody can show who they are. */
    public boolean isThere() {
        return configured;
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> blocking) {
        return Uni.createFrom().nullItem();
    }
}
