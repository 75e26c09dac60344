package io.campusfigshare.door;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses paths other than deposits in a process that serves deposits only ({@code campus.doors}). */
// Not a singleton: Quarkus creates request filters before there is a configuration.
@ApplicationScoped
public class DoorFilter {

    private static final ProblemType NOT_SERVED =
            new ProblemType("no-public-door", 404, "This process does not serve public resources");

    private final boolean depositsOnly;

    DoorFilter(CampusConfig campus) {
        depositsOnly = campus.doors() == CampusConfig.Doors.DEPOSITS;
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        if (depositsOnly && !request.getUriInfo().getPath().startsWith("/v1/deposits")) {
            throw new Problem(NOT_SERVED, "This process serves deposits only: use the public address of the service.");
        }
    }
}
