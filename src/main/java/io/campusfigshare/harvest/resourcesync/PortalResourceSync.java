package io.campusfigshare.harvest.resourcesync;

import io.campusfigshare.figshare.FigsharePortal;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * A wellness check that reports whether the institution's portal offers ResourceSync itself (FACTS section 7). Always
 * up.
 */
@Wellness
@Singleton
class PortalResourceSync implements HealthCheck {

    private final FigsharePortal portal;
    private volatile FigsharePortal.Offer offer = FigsharePortal.Offer.UNKNOWN;

    PortalResourceSync(FigsharePortal portal) {
        this.portal = portal;
    }

    @Scheduled(every = "6h")
    Uni<Void> check() {
        return portal.isConfigured()
                ? portal.offersResourceSync()
                        .invoke(result -> {
                            offer = result;
                            Log.debugf("The portal's ResourceSync: %s", result);
                        })
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("portal-resourcesync")
                .up()
                .withData(
                        "offered",
                        portal.isConfigured() ? offer.name().toLowerCase(Locale.ROOT) : "no portal is configured")
                .build();
    }
}
