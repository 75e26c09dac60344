package io.campusfigshare.door;

import io.campusfigshare.CampusConfig;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets everybody read, or whoever has a valid token: {@code campus.read-access}. */
// Not a singleton: filters are made before there is any configuration.
@ApplicationScoped
public class ReadAccess {

    private final boolean anonymous;
    private final CurrentIdentityAssociation identity;

    ReadAccess(CampusConfig campus, CurrentIdentityAssociation identity) {
        this.anonymous = campus.readAccess() == CampusConfig.ReadAccess.ANONYMOUS;
        this.identity = identity;
    }

    /** Of every resource, and of nothing else: the contract, its page and the probes are none. */
    @ServerRequestFilter
    @Nullable Uni<Void> admit() {
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
