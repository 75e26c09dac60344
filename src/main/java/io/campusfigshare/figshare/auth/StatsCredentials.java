package io.campusfigshare.figshare.auth;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Adds the institution's user name and password for Stats to the calls of a client that reads the history of the
 * institution's portal (FACTS section 5). Stats never receive the administrator's token.
 */
@Singleton
public class StatsCredentials implements ResteasyReactiveClientRequestFilter {

    private final StatsConfig config;

    StatsCredentials(StatsConfig config) {
        this.config = config;
    }

    /** Returns whether there are credentials; without them, the features that need them are disabled. */
    public boolean areConfigured() {
        return config.username().isPresent() && config.password().isPresent();
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        String username = config.username().orElseThrow();
        String password = config.password().orElseThrow();
        String encoded =
                Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Basic " + encoded);
    }
}
