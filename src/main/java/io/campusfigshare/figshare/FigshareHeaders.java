package io.campusfigshare.figshare;

import io.campusfigshare.CampusConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;

/**
 * Adds {@code User-Agent} (service, version, administrator's address) and {@code X-Request-Id} to every call to
 * Figshare. The request id connects our logs with Figshare's.
 */
@Singleton
public class FigshareHeaders implements ClientRequestFilter {

    private final String userAgent;

    FigshareHeaders(CampusConfig campus, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.userAgent = "campus-figshare/" + version
                + campus.adminEmail().map(e -> " (" + e + ")").orElse("");
    }

    public String userAgent() {
        return userAgent;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.USER_AGENT, userAgent);
        if (MDC.get("requestId") instanceof String id) {
            request.getHeaders().putSingle("X-Request-Id", id);
        }
    }
}
