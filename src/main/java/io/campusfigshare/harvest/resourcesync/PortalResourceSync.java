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

/** Tells whether the institution's portal offers ResourceSync itself (FACTS section 7); informative only. */
@Wellness
@Singleton
class PortalResourceSync implements HealthCheck {

    private final FigsharePortal figshare;
    private volatile FigsharePortal.Offer offer = FigsharePortal.Offer.UNKNOWN;

    PortalResourceSync(FigsharePortal figshare) {
        this.figshare = figshare;
    }

    @Scheduled(every = "6h")
    Uni<Void> look() {
        return figshare.isConfigured()
                ? figshare.offersResourceSync()
                        .invoke(found -> {
                            offer = found;
                            Log.debugf("The portal's ResourceSync: %s", found);
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
                        figshare.isConfigured() ? offer.name().toLowerCase(Locale.ROOT) : "no portal is configured")
                .build();
    }
}
