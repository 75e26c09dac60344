package io.campusfigshare.door;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses public paths in a process that serves the secured door only ({@code campus.doors}). */
// Not a singleton: Quarkus creates request filters before there is a configuration.
@ApplicationScoped
public class DoorFilter {

    private static final ProblemType NOT_SERVED =
            new ProblemType("no-public-door", 404, "This process does not serve public resources");

    private final boolean securedOnly;

    DoorFilter(CampusConfig campus) {
        securedOnly = campus.doors() == CampusConfig.Doors.DEPOSITS;
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        if (securedOnly && !SecuredPaths.contains(request.getUriInfo().getPath())) {
            throw new Problem(
                    NOT_SERVED, "This process serves the secured door only: use the public address of the service.");
        }
    }
}
