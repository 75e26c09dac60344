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
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Who issues the tokens that open what is not public: the OpenID Connect provider in {@code quarkus.oidc.auth-server-url}.
 * There may be none; that a resolver exists, which knows no other provider, is what lets the framework start without one.
 * The framework fetches keys at the start, and when a token names one that it does not know: by itself it would rely on a key
 * that was withdrawn for as long as no other comes by.
 */
@Singleton
public class TokenProvider implements TenantConfigResolver {

    /** What is no token, and is refused. */
    private static final String NONE = "";

    private final boolean configured;
    /** Asked for when it is needed: without a provider it is made of this resolver. */
    private final Instance<TenantConfigBean> framework;

    private final ProviderKeys keys;
    private final Duration fresh;
    private final Duration usable;

    TokenProvider(
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> url,
            Instance<TenantConfigBean> framework,
            ProviderKeys keys,
            TokenProviderConfig config) {
        this.configured = url.isPresent();
        this.framework = framework;
        this.keys = keys;
        this.fresh = config.keysMaxAge();
        this.usable = fresh.plus(config.keysStaleIfError());
    }

    /** Whether there is one; without, nobody can show who they are. */
    public boolean isThere() {
        return configured;
    }

    /** Before a token is checked, which is when keys have to be fresh. */
    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> blocking) {
        Uni<OidcTenantConfig> ours = Uni.createFrom().nullItem();
        return request.request().headers().contains(HttpHeaders.AUTHORIZATION)
                        && keys.age().compareTo(fresh) > 0
                ? fetch().chain(() -> ours)
                : ours;
    }

    /** Who comes while they are on their way goes on with the last known. */
    private Uni<Void> fetch() {
        // Nothing of the framework's public API fetches keys.
        return framework
                .get()
                .getDefaultTenant()
                .provider()
                .refreshJwksAndVerifyJwtToken(NONE, false, false, null)
                .replaceWithVoid()
                .onFailure(InvalidJwtException.class)
                .recoverWithNull()
                .onFailure()
                .recoverWithUni(failure -> {
                    Log.warnf(
                            "The keys that tokens are checked by are %d s old and cannot be fetched: %s. They are used for %d s"
                                    + " at most",
                            keys.age().toSeconds(), failure, usable.toSeconds());
                    return Uni.createFrom().voidItem();
                })
                .invoke(() -> {
                    if (keys.age().compareTo(usable) > 0) {
                        throw new OIDCException("The last known keys of the provider of tokens are too old");
                    }
                });
    }
}
