package io.campusfigshare.figshare.auth;

import io.campusfigshare.figshare.FigshareConfig;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fetches access tokens with an OAuth2 refresh token (FACTS 1.6). Concurrent calls share one token, which is replaced
 * before it expires.
 */
@Singleton
class RefreshedTokens {

    private static final Duration REFRESH_BEFORE_EXPIRY = Duration.ofMinutes(1);

    /** The lifetime of a token if Figshare does not say it. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(10);

    private final Uni<OidcClient> client;
    private final Uni<Tokens> tokens;
    private volatile String refreshToken;
    private volatile @Nullable Tokens last;

    RefreshedTokens(TokenConfig config, FigshareConfig figshare, OidcClients clients) {
        this.refreshToken = config.refreshToken().orElse("");
        this.client = Uni.createFrom()
                .deferred(() -> clients.newClient(OidcClientConfig.builder()
                        .id("figshare")
                        .authServerUrl(figshare.apiUrl())
                        .discoveryEnabled(false)
                        .tokenPath("/token")
                        .clientId(config.clientId().orElse(""))
                        .credentials()
                        .clientSecret(config.clientSecret().orElse(""), Secret.Method.POST)
                        .end()
                        .grant(Grant.Type.REFRESH)
                        .accessTokenExpiresIn(DEFAULT_LIFETIME)
                        .refreshTokenTimeSkew(REFRESH_BEFORE_EXPIRY)
                        .build()))
                .memoize()
                .indefinitely();
        this.tokens = Uni.createFrom()
                .deferred(() -> client.chain(c -> c.refreshTokens(refreshToken)).invoke(this::keep))
                .memoize()
                .until(this::isStale);
    }

    /** Returns a valid access token. */
    Uni<String> current() {
        return tokens.map(Tokens::getAccessToken);
    }

    private void keep(Tokens fetched) {
        last = fetched;
        if (fetched.getRefreshToken() != null) {
            refreshToken = fetched.getRefreshToken();
        }
    }

    private boolean isStale() {
        Tokens known = last;
        return known == null || known.isAccessTokenExpired() || known.isAccessTokenWithinRefreshInterval();
    }
}
