package io.campusfigshare.deposit.access;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.deposit.DepositConfig;
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

/** Shut where it cannot work, and to writers where it is for reading only: to everybody, before they are asked who they are. */
// Not a singleton: filters are made before there is any configuration.
@ApplicationScoped
public class DepositDoor {

    public static final String PATH = "/v1/deposits";

    private static final ProblemType NONE = new ProblemType("no-deposits", 404, "There are no deposits here");

    private static final ProblemType READ_ONLY = new ProblemType("read-only", 503, "Deposits can only be read now");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    /** Somebody has shut it, and will open it again: not in seconds. */
    private static final Duration A_WHILE = Duration.ofMinutes(5);

    private final List<String> missing = new ArrayList<>();
    private final boolean readOnly;

    DepositDoor(CampusConfig campus, DepositConfig config, AdministratorToken administrator, TokenProvider provider) {
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

    /** Whether deposits can be made through this process, and are carried on by it. */
    public boolean isOpen() {
        return missing.isEmpty();
    }

    @ServerRequestFilter(preMatching = true)
    void pass(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith(PATH)) {
            return;
        }
        if (!isOpen()) {
            throw new Problem(NONE, "Who runs this service has to configure " + String.join(", ", missing) + ".");
        }
        if (readOnly && !READS.contains(request.getMethod())) {
            throw new Problem(READ_ONLY, "Nothing is deposited, changed or published for a while.", A_WHILE, null);
        }
    }
}
