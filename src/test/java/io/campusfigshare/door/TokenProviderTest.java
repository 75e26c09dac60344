package io.campusfigshare.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campusfigshare.CampusConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator cannot have meant stops the start, and the sentence says what to do. */
class TokenProviderTest {

    private static final String URL = "https://login.westmark.example/realms/campus";

    @Test
    void thePublicDoorNeedsNoProvider() {
        TokenProvider none = provider("anonymous", null, null, null, true);

        none.check(new StartupEvent());
        assertThat(none.isThere()).isFalse();
    }

    @Test
    void aProviderIsAnAddressAndAnAudience() {
        TokenProvider one = provider("authenticated", URL, "campus-figshare", null, true);

        one.check(new StartupEvent());
        assertThat(one.isThere()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "authenticated, , campus-figshare, , true, quarkus.oidc.auth-server-url",
        "anonymous, https://login.example, , , true, quarkus.oidc.token.audience",
        "anonymous, https://login.example, any, , true, quarkus.oidc.token.audience",
        "anonymous, https://login.example, campus-figshare, any, true, quarkus.oidc.token.issuer",
        "anonymous, https://login.example, campus-figshare, , false, quarkus.oidc.token.issuer"
    })
    void halfAProviderIsRefused(
            String access, String url, String audience, String issuer, boolean discovery, String what) {
        assertThatThrownBy(
                        () -> provider(access, url, audience, issuer, discovery).check(new StartupEvent()))
                .hasMessageContaining(what);
    }

    private static TokenProvider provider(
            String access, String url, String audience, String issuer, boolean discovery) {
        CampusConfig campus = new SmallRyeConfigBuilder()
                .withMapping(CampusConfig.class)
                .withDefaultValues(Map.of("campus.read-access", access, "quarkus.http.port", "8080"))
                .build()
                .getConfigMapping(CampusConfig.class);
        return new TokenProvider(
                campus,
                Optional.ofNullable(url),
                Optional.ofNullable(audience).map(List::of),
                Optional.ofNullable(issuer),
                discovery);
    }
}
