package io.campusfigshare.deposit;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.door.TokenProvider;
import io.campusfigshare.figshare.AdministratorToken;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Shut where it cannot work: to everybody, before they are asked who they are. */
// Not a singleton: filters are made before there is any configuration.
@ApplicationScoped
public class DepositDoor {

    private static final ProblemType NONE = new ProblemType("no-deposits", 404, "There are no deposits here");

    private final List<String> missing = new ArrayList<>();

    DepositDoor(CampusConfig campus, AdministratorToken administrator, TokenProvider provider) {
        if (campus.institutionId().isEmpty()) {
            missing.add("campus.institution-id");
        }
        if (!administrator.isThere()) {
            missing.add("figshare.token");
        }
        if (!provider.isThere()) {
            missing.add("quarkus.oidc.auth-server-url");
        }
    }

    @ServerRequestFilter(preMatching = true)
    void pass(ContainerRequestContext request) {
        if (!missing.isEmpty() && request.getUriInfo().getPath().startsWith(DepositResource.PATH)) {
            throw new Problem(NONE, "Who runs this service has to configure " + String.join(", ", missing) + ".");
        }
    }
}
