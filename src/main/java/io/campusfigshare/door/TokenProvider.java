package io.campusfigshare.door;

import io.campusfigshare.CampusConfig;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who issues the tokens that open what is not public: the OpenID Connect provider in {@code quarkus.oidc.auth-server-url}.
 * There may be none; that a resolver exists, which knows no other provider, is what lets the framework start without one.
 */
@Singleton
public class TokenProvider implements TenantConfigResolver {

    private static final String ANY = "any";

    private final boolean configured;
    private final boolean wanted;
    private final List<String> audience;
    private final boolean issuerKnown;

    TokenProvider(
            CampusConfig campus,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> url,
            @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience,
            @ConfigProperty(name = "quarkus.oidc.token.issuer") Optional<String> issuer,
            @ConfigProperty(name = "quarkus.oidc.discovery-enabled", defaultValue = "true") boolean discovery) {
        this.configured = url.isPresent();
        this.wanted = campus.readAccess() == CampusConfig.ReadAccess.AUTHENTICATED;
        this.audience = audience.orElse(List.of());
        this.issuerKnown = issuer.map(name -> !name.equals(ANY)).orElse(discovery);
    }

    void check(@Observes StartupEvent start) {
        if (wanted && !configured) {
            throw new IllegalStateException("campus.read-access=authenticated needs somebody who issues tokens: "
                    + "set quarkus.oidc.auth-server-url, or let everybody read.");
        }
        if (configured
                && (audience.isEmpty()
                        || (audience.contains(ANY) && !LaunchMode.current().isDev()))) {
            // RFC 9068, section 4: else a token that was given to any other service would open this one.
            throw new IllegalStateException("quarkus.oidc.auth-server-url needs quarkus.oidc.token.audience: "
                    + "set it to the name that your provider puts into \"aud\" of tokens for this service.");
        }
        if (configured && !issuerKnown) {
            throw new IllegalStateException("Tokens of any issuer would be accepted: set quarkus.oidc.token.issuer "
                    + "to what your provider puts into \"iss\", or leave it and quarkus.oidc.discovery-enabled out.");
        }
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
