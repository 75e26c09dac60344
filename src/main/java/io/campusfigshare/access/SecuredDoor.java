package io.campusfigshare.access;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.door.SecuredPaths;
import io.campusfigshare.door.TokenProvider;
import io.campusfigshare.figshare.auth.AdministratorToken;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers 404 to all requests to the secured door if it is not configured, and 503 to those that write to Figshare if
 * it is read-only. Both come before authentication.
 */
// Not a singleton: filters are created before the configuration is available.
@ApplicationScoped
public class SecuredDoor {

    private static final ProblemType NOT_CONFIGURED =
            new ProblemType("no-deposits", 404, "This service accepts no deposits");

    private static final ProblemType READ_ONLY =
            new ProblemType("read-only", 503, "Deposits are read-only at the moment");
    private static final Set<String> READ_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** An administrator has made the door read-only, and will not undo it within seconds. */
    private static final Duration RETRY_AFTER_READ_ONLY = Duration.ofMinutes(5);

    private final List<String> missing = new ArrayList<>();
    private final boolean readOnly;

    SecuredDoor(CampusConfig campus, AccessConfig config, AdministratorToken administrator, TokenProvider provider) {
        readOnly = config.readOnly();
        if (campus.doors() == CampusConfig.Doors.PUBLIC) {
            missing.add("campus.doors=deposits");
        }
        if (campus.institutionId().isEmpty()) {
            missing.add("campus.institution-id");
        }
        if (!administrator.isConfigured()) {
            missing.add("figshare.token");
        }
        if (!provider.isConfigured()) {
            missing.add("quarkus.oidc.auth-server-url");
        }
    }

    /** Whether this process serves the secured door and runs its background jobs. */
    public boolean isOpen() {
        return missing.isEmpty();
    }

    /** Whether this process also changes something at Figshare. */
    public boolean acceptsWrites() {
        return isOpen() && !readOnly;
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!SecuredPaths.contains(path)) {
            return;
        }
        if (!isOpen()) {
            throw new Problem(
                    NOT_CONFIGURED,
                    "The operator of this service has to configure " + String.join(", ", missing) + ".");
        }
        if (readOnly
                && !READ_METHODS.contains(request.getMethod())
                && !SecuredPaths.isWithin(SecuredPaths.SUBSCRIPTIONS, path)) {
            throw new Problem(
                    READ_ONLY,
                    "Deposits cannot be created, changed or published at the moment.",
                    RETRY_AFTER_READ_ONLY,
                    null);
        }
    }
}
