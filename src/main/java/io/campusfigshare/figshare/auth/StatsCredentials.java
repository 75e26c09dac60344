package io.campusfigshare.figshare.auth;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Sends the institution's name and password with the calls of a client that needs them: those for the history of its own
 * portal (FACTS section 5). It is another secret than the administrator's token, which Stats never see.
 */
@Singleton
public class StatsCredentials implements ResteasyReactiveClientRequestFilter {

    /** The sandbox takes any. */
    private static final String OF_THE_SANDBOX = "sandbox";

    private final StatsConfig config;
    private final boolean sandbox;

    StatsCredentials(
            StatsConfig config,
            @ConfigProperty(name = "figshare.sandbox.enabled", defaultValue = "false") boolean sandbox) {
        this.config = config;
        this.sandbox = sandbox;
    }

    /** Whether there are any; without, what needs them is left out. */
    public boolean areConfigured() {
        return sandbox || (config.username().isPresent() && config.password().isPresent());
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        String username = sandbox ? OF_THE_SANDBOX : config.username().orElseThrow();
        String password = sandbox ? OF_THE_SANDBOX : config.password().orElseThrow();
        String both = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Basic " + both);
    }
}
