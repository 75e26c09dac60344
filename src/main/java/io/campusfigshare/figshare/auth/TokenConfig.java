package io.campusfigshare.figshare.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/** The administrator's credential. Apart from {@code FigshareConfig}, so that nothing that reads has it in its hands. */
@ConfigMapping(prefix = "figshare")
public interface TokenConfig {

    /** A personal token that may act for everybody in the institution; refused beside the sandbox. */
    Optional<String> token();

    /** A file that holds that token; refused beside the sandbox. */
    Optional<Path> tokenFile();

    /** The id of an OAuth2 client, in place of a personal token (FACTS 1.6); all three or none. */
    @WithName("oauth.client-id")
    Optional<String> clientId();

    /** That client's secret. */
    @WithName("oauth.client-secret")
    Optional<String> clientSecret();

    /** What the administrator's consent has brought: access tokens are fetched with it at {@code /token}. */
    @WithName("oauth.refresh-token")
    Optional<String> refreshToken();

    /** Whether there is a credential of any kind. */
    default boolean isConfigured() {
        return token().filter(text -> !text.isBlank()).isPresent()
                || tokenFile().isPresent()
                || refreshToken().isPresent();
    }
}
