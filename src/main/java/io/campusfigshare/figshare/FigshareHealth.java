package io.campusfigshare.figshare;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Reports whether Figshare's API is available. It is a wellness check: a process with a warm cache stays useful while
 * Figshare is down.
 */
@Wellness
@Singleton
class FigshareHealth implements HealthCheck {

    private final FigshareApi api;

    FigshareHealth(FigshareApi api) {
        this.api = api;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("figshare")
                .status(!api.isBreakerOpen())
                .build();
    }
}
