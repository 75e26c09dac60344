package io.campusfigshare.door;

import io.quarkus.logging.Log;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * The OpenID Connect provider that issues access tokens ({@code quarkus.oidc.auth-server-url}); optional. Quarkus OIDC
 * starts without a provider only if there is a resolver like this one. Quarkus fetches keys at the start, and when a
 * token has an unknown key; it would trust a withdrawn key until then. This resolver therefore also fetches the keys
 * when they are too old.
 */
@Singleton
public class TokenProvider implements TenantConfigResolver {

    /** An invalid token, for a call that is made for its refresh of the keys only. */
    private static final String NO_TOKEN = "";

    private final boolean configured;

    /** A provider, because Quarkus looks for a resolver while it creates this bean. */
    private final Provider<TenantConfigBean> tenants;

    private final ProviderKeys keys;
    private final Duration maxAge;
    private final Duration maxAgeOnError;

    TokenProvider(
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> url,
            Provider<TenantConfigBean> tenants,
            ProviderKeys keys,
            TokenProviderConfig config) {
        this.configured = url.isPresent();
        this.tenants = tenants;
        this.keys = keys;
        this.maxAge = config.keysMaxAge();
        this.maxAgeOnError = maxAge.plus(config.keysStaleIfError());
    }

    /** Returns whether a provider is configured; without one, nobody can authenticate. */
    public boolean isConfigured() {
        return configured;
    }

    /** Fetches the keys before a token is verified, if they are too old. Always resolves to the default tenant. */
    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> blocking) {
        Uni<OidcTenantConfig> defaultTenant = Uni.createFrom().nullItem();
        return request.request().headers().contains(HttpHeaders.AUTHORIZATION)
                        && keys.age().compareTo(maxAge) > 0
                ? fetch().chain(() -> defaultTenant)
                : defaultTenant;
    }

    /** Fetches the keys. Concurrent requests use the previous keys. */
    private Uni<Void> fetch() {
        // Quarkus has no public API that fetches keys.
        return tenants.get()
                .getDefaultTenant()
                .provider()
                .refreshJwksAndVerifyJwtToken(NO_TOKEN, false, false, null)
                .replaceWithVoid()
                .onFailure(InvalidJwtException.class)
                .recoverWithNull()
                .onFailure()
                .recoverWithUni(failure -> {
                    Log.warnf(
                            "The keys of the token provider are %d s old and cannot be fetched: %s. They are used until they are"
                                    + " %d s old",
                            keys.age().toSeconds(), failure, maxAgeOnError.toSeconds());
                    return Uni.createFrom().voidItem();
                })
                .invoke(() -> {
                    if (keys.age().compareTo(maxAgeOnError) > 0) {
                        throw new OIDCException("The last keys of the token provider are too old");
                    }
                });
    }
}
