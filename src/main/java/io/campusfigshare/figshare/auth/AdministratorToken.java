package io.campusfigshare.figshare.auth;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Sends the administrator's token with the calls of a client that needs it (FACTS 1.5). It may act for everybody, so only
 * what serves no caller, and the secured door, may use such a client. A token in a file is read for each call: it may
 * change at any time.
 */
@Singleton
public class AdministratorToken implements ResteasyReactiveClientRequestFilter {

    /** The sandbox takes any. */
    private static final String OF_THE_SANDBOX = "sandbox";

    private final TokenConfig config;
    private final RefreshedTokens refreshed;
    private final boolean sandbox;

    AdministratorToken(
            TokenConfig config,
            RefreshedTokens refreshed,
            @ConfigProperty(name = "figshare.sandbox.enabled", defaultValue = "false") boolean sandbox) {
        this.config = config;
        this.refreshed = refreshed;
        this.sandbox = sandbox;
    }

    /** Whether there is one; without, what needs it is left out. */
    public boolean isConfigured() {
        return sandbox || config.isConfigured();
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        if (config.refreshToken().isPresent()) {
            request.suspend();
            refreshed
                    .current()
                    .subscribe()
                    .with(
                            token -> {
                                send(request, token);
                                request.resume();
                            },
                            request::resume);
        } else {
            send(request, sandbox ? OF_THE_SANDBOX : config.token().orElseGet(this::read));
        }
    }

    private static void send(ResteasyReactiveClientRequestContext request, String token) {
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "token " + token);
    }

    private String read() {
        Path file = config.tokenFile().orElseThrow(() -> new IllegalStateException("No token is configured"));
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
