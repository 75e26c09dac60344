package io.campusfigshare.door;

import io.campusfigshare.CampusConfig;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Requires a valid token for reading, if {@code campus.read-access} says so. */
// Not a singleton: Quarkus creates request filters before there is a configuration.
@ApplicationScoped
public class ReadAccess {

    private final boolean anonymous;
    private final CurrentIdentityAssociation identity;

    ReadAccess(CampusConfig campus, CurrentIdentityAssociation identity) {
        this.anonymous = campus.readAccess() == CampusConfig.ReadAccess.ANONYMOUS;
        this.identity = identity;
    }

    /** Applies to resources only, not to the contract, its page and the probes. */
    @ServerRequestFilter
    @Nullable Uni<Void> authorise() {
        return anonymous
                ? null
                : identity.getDeferredIdentity()
                        .invoke(caller -> {
                            if (caller.isAnonymous()) {
                                throw new UnauthorizedException();
                            }
                        })
                        .replaceWithVoid();
    }
}
