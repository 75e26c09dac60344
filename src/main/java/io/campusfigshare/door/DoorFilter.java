package io.campusfigshare.door;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** A process behind the secured door alone answers nothing else; the secured door itself knows whether it is open. */
// Not a singleton: filters are made before there is any configuration.
@ApplicationScoped
public class DoorFilter {

    private static final ProblemType SHUT = new ProblemType("no-public-door", 404, "Nothing is read here");

    private final boolean secured;

    DoorFilter(CampusConfig campus) {
        secured = campus.doors() == CampusConfig.Doors.DEPOSITS;
    }

    @ServerRequestFilter(preMatching = true)
    void pass(ContainerRequestContext request) {
        if (secured && !request.getUriInfo().getPath().startsWith("/v1/deposits")) {
            throw new Problem(SHUT, "This process opens the secured door only: ask at the public one.");
        }
    }
}
