package io.campusfigshare.figshare;

import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends the administrator's token with the calls of a client that needs it (FACTS 1.5). It may act for everybody, so only
 * what serves no caller may use such a client. A token in a file is read for each call: it may change at any time.
 */
@Singleton
public class AdministratorToken implements ClientRequestFilter {

    /** The sandbox takes any. */
    private static final String OF_THE_SANDBOX = "sandbox";

    private final TokenConfig config;
    private final boolean sandbox;

    AdministratorToken(
            TokenConfig config,
            @ConfigProperty(name = "figshare.sandbox.enabled", defaultValue = "false") boolean sandbox) {
        this.config = config;
        this.sandbox = sandbox;
    }

    /** Whether there is one; without, what needs it is left out. */
    public boolean isThere() {
        return sandbox || config.token().isPresent() || config.tokenFile().isPresent();
    }

    @Override
    public void filter(ClientRequestContext request) throws IOException {
        String token = sandbox ? OF_THE_SANDBOX : config.token().orElse("");
        if (token.isEmpty()) {
            Path file = config.tokenFile().orElseThrow(() -> new IOException("No token is configured"));
            token = Files.readString(file).strip();
        }
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "token " + token);
    }
}
