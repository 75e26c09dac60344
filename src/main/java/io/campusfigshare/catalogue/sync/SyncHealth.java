package io.campusfigshare.catalogue.sync;

import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.database.DatabaseFailure;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reports the status of the syncs. It is informative only: the service answers requests during the fill and without a
 * database.
 */
@Wellness
@Singleton
class SyncHealth implements AsyncHealthCheck {

    private final Database database;

    SyncHealth(Database database) {
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var response = HealthCheckResponse.named("catalogue");
        if (!database.inUse()) {
            return Uni.createFrom()
                    .item(() -> response.withData("institution", "none").up().build());
        }
        return SyncStatus.read(database)
                .map(status -> addFill(response, status.fill())
                        .withData("items", status.items())
                        .withData("filled", status.filled())
                        .withData("mark", String.valueOf(status.mark()))
                        .withData("setAside", status.failedRecords())
                        .withData(
                                "setAsideRecords",
                                status.longestFailed().stream()
                                        .map(SyncStatus.FailedRecord::toString)
                                        .collect(Collectors.joining(", ")))
                        .withData(
                                "secondsSinceSync",
                                Math.round(status.secondsSinceSync().getOrDefault("items", -1.0)))
                        .up()
                        .build())
                .onFailure(DatabaseFailure.class)
                .recoverWithItem(unreachable ->
                        response.withData("database", "out of reach").down().build());
    }

    private static HealthCheckResponseBuilder addFill(
            HealthCheckResponseBuilder response, SyncStatus.@Nullable Fill fill) {
        return fill == null
                ? response
                : response.withData("expected", fill.expected())
                        .withData("itemsAMinute", Math.round(60 * fill.perSecond()))
                        .withData("filledBy", fill.expectedEnd());
    }
}
