package io.campusfigshare.figshare.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the administrator's credential. Separate from {@code FigshareConfig} so that code that only reads cannot
 * inject it.
 */
@ConfigMapping(prefix = "figshare")
public interface TokenConfig {

    /** A personal token that may act for everybody in the institution. */
    Optional<String> token();

    /** A file that contains that token. */
    Optional<Path> tokenFile();

    /** The id of an OAuth2 client, as an alternative to a personal token (FACTS 1.6); set all three keys or none. */
    @WithName("oauth.client-id")
    Optional<String> clientId();

    /** The secret of the OAuth2 client. */
    @WithName("oauth.client-secret")
    Optional<String> clientSecret();

    /**
     * The refresh token that the administrator's consent returned. It is exchanged for access tokens at {@code /token}.
     */
    @WithName("oauth.refresh-token")
    Optional<String> refreshToken();

    /** Returns whether there is a credential of any kind. */
    default boolean isConfigured() {
        return token().filter(text -> !text.isBlank()).isPresent()
                || tokenFile().isPresent()
                || refreshToken().isPresent();
    }
}
