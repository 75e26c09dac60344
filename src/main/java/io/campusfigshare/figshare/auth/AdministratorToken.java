package io.campusfigshare.figshare.auth;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Adds the administrator's token to the calls of a client (FACTS 1.5). The token may act for everybody in the
 * institution, so only background jobs and the secured door may use such a client. A token file is read for each call,
 * because it may change at any time.
 */
@Singleton
public class AdministratorToken implements ResteasyReactiveClientRequestFilter {

    private final TokenConfig config;
    private final RefreshedTokens refreshed;

    AdministratorToken(TokenConfig config, RefreshedTokens refreshed) {
        this.config = config;
        this.refreshed = refreshed;
    }

    /** Returns whether there is a token; without one, the features that need it are disabled. */
    public boolean isConfigured() {
        return config.isConfigured();
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
                                addHeader(request, token);
                                request.resume();
                            },
                            request::resume);
        } else {
            addHeader(request, config.token().orElseGet(this::readFile));
        }
    }

    private static void addHeader(ResteasyReactiveClientRequestContext request, String token) {
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "token " + token);
    }

    private String readFile() {
        Path file = config.tokenFile().orElseThrow(() -> new IllegalStateException("No token is configured"));
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
